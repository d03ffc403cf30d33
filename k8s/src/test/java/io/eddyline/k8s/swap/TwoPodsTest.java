package io.eddyline.k8s.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.cli.CommandRun;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.schemas.record.Verdict;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.Serving;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two serving pods around a real broker and one store. */
@SuppressWarnings("NullAway.Init") // set before each test
class TwoPodsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final CloseStack resources = new CloseStack();
  private EddylineConfig config;
  private EmbeddedBroker broker;
  private VersionPress press;

  /** One process of the serving tier. */
  private record Pod(ProcessContext context, Serving serving) implements AutoCloseable {
    URI url() {
      return URI.create("http://127.0.0.1:" + serving.port());
    }

    @Override
    public void close() {
      serving.close();
      context.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    broker = resources.push(EmbeddedBroker.start(folder.resolve("kafka")));
    config =
        new ConfigLoader(Map.of())
            .load(
                EddylineConfig.class,
                null,
                Map.of(
                    "eddyline.data-dir", folder.toString(),
                    "eddyline.serving.http.port", "0",
                    "eddyline.serving.loading.time-share", "1"))
            .config();
    try (ProcessContext context = ProcessContext.open(config, broker.bootstrapServers())) {
      assertThat(Tiers.applyTopics(context)).isNotEmpty();
      press =
          resources.push(
              VersionPress.open(
                  config.snapshotFolder(), context.topics(), context.kafka(), 200, 50, 8));
    }
  }

  @AfterEach
  void stop() {
    resources.close();
  }

  @Test
  void obeyOnePinAndFindItAgainAfterARestart() throws Exception {
    Pod second = pod();
    try (Pod first = pod()) {
      awaitVersion(first, 2);
      awaitVersion(second, 2);
      CommandRun pin =
          CommandRun.of("snapshot", "pin", "1", "--url", first.url().toString(), "--reason", "why");
      assertThat(pin.status()).as(pin.err()).isZero();
      assertThat(pin.out()).contains("pin version 1 of model main: obeyed");
      awaitVersion(first, 1);
      awaitVersion(second, 1);
      second.close();
      long newest = press.next();
      second = pod();
      awaitVersion(second, 1);
      assertThat(models(second).at("/orders/pin/state").textValue()).isEqualTo("pinned");
      assertThat(first.serving().modelVersion()).isEqualTo(1);
      CommandRun unpin = CommandRun.of("snapshot", "unpin", "--url", second.url().toString());
      assertThat(unpin.status()).as(unpin.err()).isZero();
      awaitVersion(first, newest);
      awaitVersion(second, newest);
    } finally {
      second.close();
    }
  }

  @Test
  void agreeOnWhoIsInTheCanary() throws Exception {
    try (Pod first = pod();
        Pod second = pod()) {
      awaitVersion(first, 2);
      awaitVersion(second, 2);
      CommandRun canary =
          CommandRun.of(
              "snapshot", "canary", "1", "--share", "0.5", "--url", first.url().toString());
      assertThat(canary.status()).as(canary.err()).isZero();
      await()
          .atMost(PATIENCE)
          .until(() -> models(second).at("/orders/canary/state").asText().equals("canary"));
      for (int user = 0; user < 20; user++) {
        String path = "/v1/users/u" + user + "/recommendations";
        JsonNode one = get(first, path).path("model");
        assertThat(get(second, path).at("/model/arm"))
            .as("user %d", user)
            .isEqualTo(one.get("arm"));
      }
      CommandRun promote = CommandRun.of("snapshot", "promote", "--url", second.url().toString());
      assertThat(promote.status()).as(promote.err()).isZero();
      awaitVersion(first, 1);
      awaitVersion(second, 1);
    }
  }

  @Test
  void eachTellsWhyItRefusesAVersion() throws Exception {
    Path table = press.store().open(VersionPress.MODEL, 2).file(SnapshotFiles.ITEMS);
    byte[] items = Files.readAllBytes(table);
    items[7] ^= 1;
    Files.write(table, items);
    try (Pod first = pod();
        Pod second = pod()) {
      awaitVersion(first, 1);
      awaitVersion(second, 1);
      CommandRun pin = CommandRun.of("snapshot", "pin", "2", "--url", first.url().toString());
      assertThat(pin.status()).isEqualTo(1);
      assertThat(pin.err()).contains("unsound_version");
      List<Verdict> verdicts = new ArrayList<>();
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(
              first.context().kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        TopicPartition topic = new TopicPartition(first.context().topics().verdicts().name(), 0);
        consumer.assign(List.of(topic));
        consumer.seekToBeginning(List.of(topic));
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  consumer
                      .poll(Duration.ofMillis(200))
                      .forEach(record -> verdicts.add(RecordSerdes.VERDICT.decode(record.value())));
                  return verdicts.size() >= 2;
                });
      }
      assertThat(verdicts)
          .allSatisfy(
              verdict -> {
                assertThat(verdict.getVersion()).isEqualTo(2);
                assertThat(verdict.getPassed()).isFalse();
                assertThat(verdict.getReason()).isEqualTo("digest");
                assertThat(verdict.getInstance()).isNotEmpty();
              });
    }
  }

  private Pod pod() {
    ProcessContext context = ProcessContext.open(config, broker.bootstrapServers());
    return new Pod(context, Tiers.serving(context));
  }

  private static void awaitVersion(Pod pod, long version) {
    await().atMost(PATIENCE).until(() -> pod.serving().modelVersion() == version);
  }

  private static JsonNode models(Pod pod) throws IOException, InterruptedException {
    return get(pod, "/v1/models");
  }

  private static JsonNode get(Pod pod, String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new ObjectMapper()
          .readTree(
              http.send(
                      HttpRequest.newBuilder(pod.url().resolve(path)).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body());
    }
  }
}
