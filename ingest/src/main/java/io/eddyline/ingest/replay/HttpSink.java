package io.eddyline.ingest.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Publishes to a gateway, as newline-delimited JSON. Threading: thread-safe. */
public final class HttpSink implements EventSink {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int ACCEPTED = 202;
  private static final int ALL_REFUSED = 422;
  private static final int TOO_MANY = 429;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final URI gateway;
  private final HttpClient client;

  /** A sink for the gateway at {@code http://host:port}. */
  public HttpSink(URI gateway) {
    this.gateway = gateway;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  @Override
  public void publishTitles(List<CatalogueTitle> titles) {
    int _ = post("/v1/items", titles, HttpSink::json);
  }

  @Override
  public int publish(List<ReplayEvent> events) {
    return post("/v1/events", events, HttpSink::json);
  }

  @Override
  public void close() {
    client.close();
  }

  /** Posts the records, one a line; answers how many were refused. */
  private <T> int post(String path, List<T> records, Function<T, ObjectNode> toJson) {
    StringBuilder body = new StringBuilder();
    records.forEach(record -> body.append(toJson.apply(record)).append('\n'));
    URI target = gateway.resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      int status = answer.statusCode();
      if (status == ACCEPTED || status == ALL_REFUSED) {
        JsonNode rejected = JSON.readTree(answer.body()).path("rejected");
        return rejected.size();
      }
      boolean passing = status == TOO_MANY || status >= FIRST_SERVER_ERROR;
      throw new EddylineException(
          passing ? Action.RETRY : Action.STOP,
          "%s answered %d: %s"
              .formatted(target, status, JSON.readTree(answer.body()).path("detail").asText()));
    } catch (IOException e) {
      throw new EddylineException(Action.RETRY, "no answer from %s: %s".formatted(target, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.STOP, "interrupted while posting to " + target, e);
    }
  }

  private static ObjectNode json(ReplayEvent replayed) {
    SourceEvent event = replayed.event();
    ObjectNode json =
        JSON.createObjectNode()
            .put("event_id", replayed.eventId())
            .put("user_id", event.userId())
            .put("item_id", event.itemId())
            .put("type", event.type())
            .put("timestamp", event.timestampMs());
    return Double.isNaN(event.value()) ? json : json.put("value", event.value());
  }

  private static ObjectNode json(CatalogueTitle title) {
    return JSON.createObjectNode()
        .put("item_id", title.itemId())
        .put("title", title.title())
        .set("attributes", TitleAttributes.json(title));
  }
}
