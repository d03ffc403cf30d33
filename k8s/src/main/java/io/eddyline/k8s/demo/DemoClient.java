package io.eddyline.k8s.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * Speaks to a running Eddyline as any client would: over HTTP.
 *
 * <p>Threading: thread-safe.
 */
final class DemoClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI ingest;
  private final URI serving;

  DemoClient(URI ingest, URI serving) {
    this.ingest = ingest;
    this.serving = serving;
  }

  /** Posts one click on each item, in this order. */
  void click(String user, List<String> items) {
    ArrayNode events = JSON.createArrayNode();
    for (String item : items) {
      events.addObject().put("user_id", user).put("item_id", item).put("type", "click");
    }
    send(
        HttpRequest.newBuilder(ingest.resolve("/v1/events"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(events.toString()))
            .build());
  }

  /** The answer of the user's recommendations. */
  JsonNode recommendations(String user, int limit) {
    return send(
        HttpRequest.newBuilder(
                serving.resolve("/v1/users/%s/recommendations?limit=%d".formatted(user, limit)))
            .build());
  }

  @Override
  public void close() {
    http.close();
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new EddylineException(
            Action.STOP,
            "%s answered %d: %s".formatted(request.uri(), response.statusCode(), response.body()));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new EddylineException(Action.RETRY, request.uri() + " did not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.STOP, "interrupted", e);
    }
  }
}
