package io.eddyline.k8s.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Gives orders to a serving process over HTTP, and waits a while until it has obeyed.
 *
 * <p>Threading: one thread.
 */
final class OrderClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int WAIT_MS = 60_000;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI serving;
  private final boolean force;
  private final String reason;

  /**
   * @param serving base address of the recommendation interface
   * @param reason who orders it and why
   */
  OrderClient(URI serving, boolean force, String reason) {
    this.serving = serving;
    this.force = force;
    this.reason = reason;
  }

  /**
   * Gives an order.
   *
   * @param path below /v1/models/
   * @param body the order's fields; empty for none
   * @return one line that says what was ordered
   */
  String give(String method, String path, Map<String, Object> body) {
    String query =
        "?wait_ms=%d&force=%s&reason=%s"
            .formatted(WAIT_MS, force, URLEncoder.encode(reason, StandardCharsets.UTF_8));
    try {
      HttpRequest.BodyPublisher content =
          body.isEmpty()
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(serving.resolve("/v1/models/" + path + query))
                  .timeout(PATIENCE)
                  .header("Content-Type", "application/json")
                  .method(method, content)
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return line(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new EddylineException(
          Action.RETRY,
          "%s does not answer: %s"
              .formatted(
                  serving,
                  Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.RETRY, "interrupted", e);
    }
  }

  private String line(int status, JsonNode answer) {
    if (status >= 300) {
      throw new EddylineException(
          Action.STOP,
          "%s answers %d %s: %s"
              .formatted(
                  serving, status, answer.path("code").asText(), answer.path("detail").asText()));
    }
    JsonNode version = answer.path("version");
    return "%s%s of model %s: %s"
        .formatted(
            answer.path("order").asText(),
            version.isMissingNode() ? "" : " version " + version.asText(),
            answer.path("model").asText(),
            answer.path("obeyed").asBoolean()
                ? "obeyed by the process that was asked"
                : "ordered, and not obeyed yet by the process that was asked");
  }

  @Override
  public void close() {
    http.close();
  }
}
