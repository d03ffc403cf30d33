package io.eddyline.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProducersTest {
  @Test
  void nothingOfTheDeploymentsSettingsCanLoseDoubleOrReorderEvents() {
    Map<String, Object> settings =
        Producers.settings(
            RecordSettings.defaults(GatewayConfig.class),
            Map.of(
                "acks",
                "1",
                "enable.idempotence",
                false,
                "max.in.flight.requests.per.connection",
                5));

    assertThat(settings)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.in.flight.requests.per.connection", 1);
  }
}
