package io.eddyline.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.record.Polarity;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventsConfigTest {
  @Test
  void laysOperatorsRulesOverTheBuiltInOnes() {
    EventTypeRule rule = new EventTypeRule(3, Polarity.POSITIVE, false, ValueUse.FREE);
    EventsConfig config = new EventsConfig(0, 0, 5, 0, Map.of("purchase", rule, "wishlist", rule));
    assertThat(config.types()).hasSize(11).containsEntry("purchase", rule);
    assertThat(config.types()).containsEntry("wishlist", rule).containsKey("click");
  }

  @Test
  void namesKeyValueAndRangeOfWhatIsOut() {
    assertThatThrownBy(() -> new EventsConfig(-1, 0, 5, 0, Map.of()))
        .hasMessageContaining("events.clock-skew-ms -1: expected 0 to");
    assertThatThrownBy(() -> new EventsConfig(0, 0, Double.NaN, 0, Map.of()))
        .hasMessageContaining("events.rating-max NaN: expected 1 to");
    assertThatThrownBy(() -> new EventTypeRule(0, Polarity.POSITIVE, true, ValueUse.FREE))
        .hasMessageContaining("weight 0.0: expected");
  }
}
