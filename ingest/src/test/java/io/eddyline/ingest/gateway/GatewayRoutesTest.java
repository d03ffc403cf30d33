package io.eddyline.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GatewayRoutesTest {
  private static final String JSON = "application/json";

  private final RunningGateway gateway = new RunningGateway(true, 16);

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void putsAndDeletesItemWithIdFromPath() throws Exception {
    String body =
        "{\"title\":\"Ten Forward\",\"attributes\":{\"genre\":[\"Sci-Fi\"],\"year\":1990}}";
    var put =
        gateway.send(
            "/v1/items/a%2Fb%20%C3%A9",
            request -> request.header("Content-Type", JSON).PUT(BodyPublishers.ofString(body)));
    assertThat(put.status()).isEqualTo(202);
    var delete = gateway.send("/v1/items/a%2Fb%20%C3%A9", request -> request.DELETE());
    assertThat(delete.status()).isEqualTo(202);
    List<ProducerRecord<byte[], byte[]>> records = items();
    Item item = RecordSerdes.ITEM.decode(records.getFirst().value());
    assertThat(item.getItemId()).isEqualTo("a/b é");
    assertThat(item.getTitle()).isEqualTo("Ten Forward");
    assertThat(item.getAvailable()).isTrue();
    assertThat(item.getAttributesJson()).isEqualTo("{\"genre\":[\"Sci-Fi\"],\"year\":1990}");
    assertThat(records.get(1).value()).isNull();
    assertThat(new String(records.get(1).key(), StandardCharsets.UTF_8)).isEqualTo("a/b é");
  }

  @Test
  void takesGoodItemsOfBatch() throws Exception {
    var answer =
        gateway.post(
            "/v1/items",
            "application/x-ndjson",
            """
            {"item_id":"1","title":"One","available":false}
            {"title":"none"}
            {"item_id":"2","attributes":{"a":{"b":1}}}
            {"item_id":"3"}
            """);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(answer.json().at("/rejected/0/code").asText()).isEqualTo("missing_field");
    assertThat(answer.json().at("/rejected/1/pointer").asText()).isEqualTo("/attributes/a");
    assertThat(items()).hasSize(2);
  }

  @Test
  void answersProblemsWithStableCodes() throws Exception {
    assertProblem(gateway.send("/nowhere", request -> request), 404, "not_found");
    assertProblem(gateway.send("/v1/events", request -> request), 405, "method_not_allowed");
    assertProblem(gateway.post("/v1/events", "text/plain", "{}"), 415, "unsupported_media_type");
    assertProblem(
        gateway.send(
            "/v1/events",
            request ->
                request.header("Content-Encoding", "br").POST(BodyPublishers.ofString("{}"))),
        415,
        "unsupported_media_type");
    assertProblem(
        gateway.send("/v1/users/u", request -> request.DELETE()), 501, "not_available_yet");
    assertProblem(gateway.send("/v1/erasures/e", request -> request), 501, "not_available_yet");
    assertProblem(
        gateway.send("/v1/items/" + "x".repeat(257), request -> request.DELETE()),
        422,
        "all_refused");
  }

  @Test
  void namesTheRequestInAnswersAndProblems() throws Exception {
    var named =
        gateway.send(
            "/v1/events",
            request ->
                request
                    .header("X-Request-Id", "my/request#7")
                    .header("Content-Type", JSON)
                    .POST(BodyPublishers.ofString("[")));
    assertThat(named.status()).isEqualTo(400);
    assertThat(named.header("X-Request-Id")).isEqualTo("my/request#7");
    assertThat(named.json().path("request_id").asText()).isEqualTo("my/request#7");
    var nowhere = gateway.send("/nowhere", request -> request.header("X-Request-Id", "two words"));
    assertThat(nowhere.json().path("request_id").asText())
        .matches("[0-9a-f]{32}")
        .isEqualTo(nowhere.header("X-Request-Id"));
    var accepted =
        gateway.post(
            "/v1/events", JSON, "{\"user_id\":\"u\",\"item_id\":\"i\",\"type\":\"click\"}");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.header("X-Request-Id")).matches("[0-9a-f]{32}");
  }

  @Test
  void documentsEveryRouteAndNoOther() throws Exception {
    TreeSet<String> documented = new TreeSet<>();
    try (var in = RecordSerdes.class.getResourceAsStream("/openapi/ingest.yaml")) {
      String path = "";
      Pattern pattern = Pattern.compile("^  (/\\S*):$|^    (get|put|post|delete):$");
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find() && matcher.group(1) != null) {
          path = matcher.group(1);
        } else if (matcher.hasMatch()) {
          documented.add(matcher.group(2) + " " + path);
        }
      }
    }
    assertThat(documented)
        .containsExactlyInAnyOrder(
            "post /v1/events",
            "post /v1/items",
            "put /v1/items/{id}",
            "delete /v1/items/{id}",
            "delete /v1/users/{id}",
            "get /v1/erasures/{id}",
            "get /healthz/live",
            "get /healthz/ready",
            "get /openapi.yaml",
            "get /metrics");
    for (String call : documented) {
      String[] parts = call.split(" ", -1);
      var answer =
          gateway.send(
              parts[1].replace("{id}", "x"),
              request ->
                  request.method(parts[0].toUpperCase(Locale.ROOT), BodyPublishers.noBody()));
      assertThat(answer.status()).as(call).isNotIn(404, 405, 500);
    }
  }

  private static void assertProblem(RunningGateway.Answer answer, int status, String code)
      throws Exception {
    assertThat(answer.status()).as(code).isEqualTo(status);
    assertThat(answer.header("Content-Type")).as(code).isEqualTo("application/problem+json");
    assertThat(answer.code()).isEqualTo(code);
  }

  private List<ProducerRecord<byte[], byte[]>> items() {
    return gateway.produced(RunningGateway.CATALOGUE.items().name());
  }
}
