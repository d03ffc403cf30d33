package io.eddyline.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.schemas.topic.Partitions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GatewayEventsTest {
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String CLICK = "{\"user_id\":\"u\",\"item_id\":\"i\",\"type\":\"click\"}";

  private final RunningGateway gateway = new RunningGateway(true, 16);

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void acceptsOneEventWithTokenOfItsOffset() throws Exception {
    var answer = gateway.post("/v1/events", JSON, CLICK);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.json().path("rejected")).isEmpty();
    assertThat(EventToken.decode(answer.json().path("token").asText()).offsets())
        .containsExactly(Map.entry(Partitions.of("u", 4), 0L));
    Event event = events().getFirst();
    assertThat(event.getUserId()).isEqualTo("u");
    assertThat(event.getTimestampMs()).isEqualTo(RunningGateway.NOW.toEpochMilli());
    assertThat(event.getEventId()).isNotEmpty();
    assertThat(gateway.count("accepted", "none")).isEqualTo(1);
  }

  @Test
  void takesGoodEventsOfBatchAndQuarantinesBadOnes() throws Exception {
    String body =
        """
        [%s, {"item_id":"i","type":"click"}, 7,
         {"user_id":"u","item_id":"i","type":"gaze"},
         {"user_id":"%s","item_id":"i","type":"click"},
         {"user_id":"u","item_id":"i","type":"click","timestamp":"2026-03-02T12:00:00Z"},
         {"user_id":"u","item_id":"i","type":"rating","value":11},
         {"user_id":"u","item_id":"i","type":"click","timestamp":"yesterday"},
         {"user_id":5,"item_id":"i","type":"click"},
         {"user_id":"v","item_id":"j","type":"like"}]
        """
            .formatted(CLICK, "x".repeat(257));
    var answer = gateway.post("/v1/events", JSON, body);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(codes(answer.json()))
        .containsExactly(
            "1 missing_field",
            "2 unreadable",
            "3 unknown_type",
            "4 invalid_id",
            "5 future_timestamp",
            "6 invalid_value",
            "7 invalid_timestamp",
            "8 invalid_field");
    assertThat(events()).extracting(Event::getUserId).containsExactly("u", "v");
    List<Rejection> rejections = rejections();
    assertThat(rejections)
        .hasSize(8)
        .allMatch(rejection -> rejection.getSource().equals("gateway"));
    assertThat(rejections.getFirst().getRaw().toStringUtf8())
        .isEqualTo("{\"item_id\":\"i\",\"type\":\"click\"}");
    assertThat(gateway.count("rejected", "unknown_type")).isEqualTo(1);
  }

  @Test
  void losesOnlyTheBrokenLine() throws Exception {
    var answer =
        gateway.post(
            "/v1/events", NDJSON, CLICK + "\n{\"user_id\":\n\r\n" + CLICK + " {}\n" + CLICK);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(codes(answer.json())).containsExactly("1 unreadable", "2 unreadable");
    assertThat(rejections().getFirst().getRaw().toStringUtf8()).isEqualTo("{\"user_id\":");
  }

  @Test
  void answersProblemWhenEverythingIsRefused() throws Exception {
    var answer = gateway.post("/v1/events", JSON, "{\"user_id\":\"u\",\"type\":\"click\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.code()).isEqualTo("all_refused");
    assertThat(answer.json().at("/rejected/0/pointer").asText()).isEqualTo("/item_id");
    assertThat(rejections()).hasSize(1);
    assertThat(events()).isEmpty();
  }

  @Test
  void refusesBrokenDocumentsAsAWhole() throws Exception {
    for (String body : List.of("", "[", "[]", "[" + CLICK + ",", CLICK + CLICK, "\"", "nope")) {
      var answer = gateway.post("/v1/events", JSON, body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.code()).as(body).isEqualTo("unreadable");
    }
    assertThat(gateway.producer().history()).isEmpty();
  }

  @Test
  void unpacksGzip() throws Exception {
    var answer = postGzip(gzip(CLICK));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(events()).hasSize(1);
  }

  @Test
  void refusesBrokenGzipAndGzipThatUnpacksToTooMuch() throws Exception {
    assertThat(postGzip(CLICK.getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
    var answer = postGzip(gzip(" ".repeat(70_000)));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("body_too_large");
  }

  @Test
  void refusesWhatExceedsTheLimits() throws Exception {
    var large = gateway.post("/v1/events", JSON, " ".repeat(70_000));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.code()).isEqualTo("body_too_large");
    var many = gateway.post("/v1/events", NDJSON, (CLICK + "\n").repeat(101));
    assertThat(many.status()).isEqualTo(413);
    assertThat(many.code()).isEqualTo("too_many_records");
    String fat = CLICK.replace("}", ",\"properties\":{\"p\":\"" + "x".repeat(3000) + "\"}}");
    var answer = gateway.post("/v1/events", JSON, "[" + fat + "," + CLICK + "]");
    assertThat(codes(answer.json())).containsExactly("0 too_large");
  }

  @Test
  void derivesTheSameIdForTheSameEventHoweverItIsSpelled() throws Exception {
    String one = "{\"user_id\":\"u\",\"item_id\":\"i\",\"type\":\"click\",\"timestamp\":1000}";
    String two =
        "{ \"timestamp\": 1000, \"type\":\"click\", \"item_id\":\"i\", \"user_id\":\"u\" }";
    gateway.post("/v1/events", JSON, one);
    gateway.post("/v1/events", JSON, two);
    gateway.post("/v1/events", JSON, one.replace("1000", "1001"));
    List<String> ids = events().stream().map(Event::getEventId).toList();
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
  }

  @Test
  void derivesIdsFromIdempotencyKeyAndIndex() throws Exception {
    for (String key : List.of("a", "a", "b")) {
      gateway.send(
          "/v1/events",
          request ->
              request
                  .header("Content-Type", JSON)
                  .header("Idempotency-Key", key)
                  .POST(BodyPublishers.ofString("[" + CLICK + "," + CLICK + "]")));
    }
    List<String> ids = events().stream().map(Event::getEventId).toList();
    assertThat(ids.subList(0, 2)).isEqualTo(ids.subList(2, 4)).doesNotHaveDuplicates();
    assertThat(ids.subList(4, 6)).doesNotContainAnyElementsOf(ids.subList(0, 2));
    gateway.post("/v1/events", JSON, CLICK);
    gateway.post("/v1/events", JSON, CLICK);
    assertThat(events().stream().map(Event::getEventId).skip(6)).doesNotHaveDuplicates();
  }

  private List<Event> events() {
    return gateway.produced(RunningGateway.CATALOGUE.events().name()).stream()
        .map(record -> RecordSerdes.EVENT.decode(record.value()))
        .toList();
  }

  private List<Rejection> rejections() {
    return gateway.produced(RunningGateway.CATALOGUE.rejected().name()).stream()
        .map(record -> RecordSerdes.REJECTION.decode(record.value()))
        .toList();
  }

  private RunningGateway.Answer postGzip(byte[] body) throws Exception {
    return gateway.send(
        "/v1/events",
        request ->
            request
                .header("Content-Type", JSON)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(body)));
  }

  private static List<String> codes(JsonNode answer) {
    List<String> codes = new ArrayList<>();
    answer
        .path("rejected")
        .forEach(
            entry -> codes.add(entry.path("index").asInt() + " " + entry.path("code").asText()));
    return codes;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }
}
