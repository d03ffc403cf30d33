package io.eddyline.k8s.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Speaks to a running Eddyline over HTTP and reads JSON. */
final class EddylineClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI ingest;
  private final URI serving;

  EddylineClient(URI ingest, URI serving) {
    this.ingest = ingest;
    this.serving = serving;
  }

  /** An answer's status and body. */
  record Answer(int status, JsonNode body) {
    /** Item ids of a list of recommendations, in order. */
    List<String> items() {
      List<String> items = new ArrayList<>();
      body.path("items").forEach(item -> items.add(item.path("item_id").asText()));
      return items;
    }

    List<Double> scores() {
      List<Double> scores = new ArrayList<>();
      body.path("items").forEach(item -> scores.add(item.path("score").asDouble()));
      return scores;
    }

    String fallback() {
      return body.path("fallback").asText();
    }

    String modelName() {
      return body.path("model").path("name").asText();
    }

    String modelVersion() {
      return body.path("model").path("version").asText();
    }
  }

  Answer recommendations(String user, String query) {
    String id = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
    return get(serving.resolve("/v1/users/" + id + "/recommendations" + query));
  }

  Answer recommendations(String user) {
    return recommendations(user, "");
  }

  /** Posts to the serving tier. */
  Answer postServing(String path, String json) {
    return post(serving.resolve(path), "application/json", json);
  }

  Answer getServing(String path) {
    return get(serving.resolve(path));
  }

  /** Posts events, one JSON object a line. */
  Answer postEvents(String ndjson) {
    return post(ingest.resolve("/v1/events"), "application/x-ndjson", ndjson);
  }

  /** Posts a click of the user on each item, in this order. */
  Answer click(String user, List<String> items) {
    StringBuilder lines = new StringBuilder();
    for (String item : items) {
      lines
          .append(
              JSON.createObjectNode()
                  .put("user_id", user)
                  .put("item_id", item)
                  .put("type", "click")
                  .put("event_id", user + "/" + item))
          .append('\n');
    }
    return postEvents(lines.toString());
  }

  /** Value of a metric, by the start of its line in the scrape; 0 if there is none. */
  double metric(String line) {
    String text = send(HttpRequest.newBuilder(serving.resolve("/metrics")).build()).body();
    return text.lines()
        .filter(candidate -> candidate.startsWith(line + " "))
        .mapToDouble(
            candidate -> Double.parseDouble(candidate.substring(candidate.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    http.close();
  }

  private Answer get(URI uri) {
    return answer(send(HttpRequest.newBuilder(uri).build()));
  }

  private Answer post(URI uri, String type, String body) {
    return answer(
        send(
            HttpRequest.newBuilder(uri)
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  private static Answer answer(HttpResponse<String> response) {
    try {
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + response.body(), e);
    }
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request.uri() + " did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
