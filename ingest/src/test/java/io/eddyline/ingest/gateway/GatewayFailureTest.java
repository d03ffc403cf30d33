package io.eddyline.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

final class GatewayFailureTest {
  private static final String JSON = "application/json";
  private static final String CLICK = "{\"user_id\":\"u\",\"item_id\":\"i\",\"type\":\"click\"}";

  @Test
  void answers503WhileKafkaIsAwayAndRecovers() throws Exception {
    try (RunningGateway gateway = new RunningGateway(true, 16)) {
      gateway.producer().sendException = new TimeoutException("no metadata");
      var answer = gateway.post("/v1/events", JSON, CLICK);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("kafka_unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("7");
      assertThat(gateway.count("accepted", "none")).isZero();
      gateway.producer().sendException = null;
      assertThat(gateway.post("/v1/events", JSON, CLICK).status()).isEqualTo(202);
      assertThat(gateway.producers).hasSize(1);
    }
  }

  @Test
  void replacesProducerThatFailedForGood() throws Exception {
    try (RunningGateway gateway = new RunningGateway(true, 16)) {
      gateway.producer().sendException = new TopicAuthorizationException("events");
      assertThat(gateway.post("/v1/events", JSON, CLICK).status()).isEqualTo(503);
      assertThat(gateway.post("/v1/events", JSON, CLICK).status()).isEqualTo(202);
      assertThat(gateway.producers).hasSize(2);
      assertThat(gateway.producers.getFirst().closed()).isTrue();
    }
  }

  @Test
  void answersOnlyOnceKafkaHasAcknowledgedAndBoundsWhatWaits() throws Exception {
    try (RunningGateway gateway = new RunningGateway(false, 1)) {
      var first =
          gateway.sendAsync(
              "/v1/events",
              request -> request.header("Content-Type", JSON).POST(BodyPublishers.ofString(CLICK)));
      await().until(() -> gateway.producer().history().size() == 1);
      assertThat(first).isNotDone();
      var second = gateway.post("/v1/events", JSON, CLICK);
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.code()).isEqualTo("overloaded");
      assertThat(gateway.producer().completeNext()).isTrue();
      assertThat(first.join().status()).isEqualTo(202);
      await()
          .untilAsserted(
              () ->
                  assertThat(gateway.registry.get("eddyline.ingest.buffered.bytes").gauge().value())
                      .isZero());
    }
  }

  @Test
  void failsRequestOfWhichOneRecordWasNotAcknowledged() throws Exception {
    try (RunningGateway gateway = new RunningGateway(false, 4)) {
      var answer =
          gateway.sendAsync(
              "/v1/events",
              request ->
                  request
                      .header("Content-Type", JSON)
                      .POST(BodyPublishers.ofString("[" + CLICK + "," + CLICK + "]")));
      await().until(() -> gateway.producer().history().size() == 2);
      gateway.producer().completeNext();
      gateway.producer().errorNext(new TimeoutException("expired"));
      assertThat(answer.join().status()).isEqualTo(503);
    }
  }

  @Test
  void isReadyOnlyWhileKafkaAnswers() throws Exception {
    try (RunningGateway gateway = new RunningGateway(true, 4)) {
      assertThat(gateway.send("/healthz/ready", request -> request).status()).isEqualTo(200);
      gateway.kafkaReachable = false;
      assertThat(gateway.send("/healthz/ready", request -> request).status()).isEqualTo(503);
      assertThat(gateway.send("/healthz/live", request -> request).status()).isEqualTo(200);
      assertThat(gateway.send("/metrics", request -> request).http().body())
          .isEqualTo("eddyline_test 1\n");
    }
  }
}
