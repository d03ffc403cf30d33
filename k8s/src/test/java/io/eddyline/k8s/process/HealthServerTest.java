package io.eddyline.k8s.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes and metrics of the tiers without an interface of their own. */
class HealthServerTest {
  @TempDir Path folder;

  @Test
  void livesFromTheStartAndIsReadyWhenItsWorkIs() throws Exception {
    AtomicBoolean ready = new AtomicBoolean();
    try (ProcessContext context = open();
        HealthServer server =
            HealthServer.start(context, context.config().health(), 0, ready::get)) {
      assertThat(get(server, "/healthz/live").statusCode()).isEqualTo(200);
      assertThat(get(server, "/healthz/ready").statusCode()).isEqualTo(503);
      ready.set(true);
      assertThat(get(server, "/healthz/ready").statusCode()).isEqualTo(200);
      ready.set(false);
      assertThat(get(server, "/healthz/ready").statusCode()).isEqualTo(503);
      assertThat(get(server, "/healthz/live").statusCode()).isEqualTo(200);
      assertThat(get(server, "/metrics").body()).contains("process_uptime_seconds ");
      assertThat(get(server, "/healthz").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsSetting() {
    try (ProcessContext context = open();
        HealthServer server =
            HealthServer.start(context, context.config().health(), 0, () -> true)) {
      int port = server.port();
      assertThatThrownBy(
              () -> HealthServer.start(context, context.config().health(), port, () -> true))
          .isInstanceOf(EddylineException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("set eddyline.health");
    }
  }

  private ProcessContext open() {
    EddylineConfig config =
        new ConfigLoader(Map.of())
            .load(EddylineConfig.class, null, Map.of("eddyline.data-dir", folder.toString()))
            .config();
    return ProcessContext.open(config, "127.0.0.1:1");
  }

  private static HttpResponse<String> get(HealthServer server, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
