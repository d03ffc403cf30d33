package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.record.Verdict;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate that asks for more dimensions than vectors have refuses every version with items. */
class RefusedVersionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ITEMS = 120;

  @TempDir Path folder;

  @Test
  void serviceGoesOnWithTheAcceptedVersionWhileTheVerdictsSayWhy() throws Exception {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(folder));
    settings.put("eddyline.snapshots.gate.min-rank", "60000");
    settings.put("eddyline.snapshots.max-events", "1000000");
    EddylineConfig config =
        new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config();
    try (Standalone eddyline = Standalone.start(config);
        EddylineClient client = new EddylineClient(eddyline.ingestUrl(), eddyline.servingUrl())) {
      await().atMost(PATIENCE).until(eddyline::isReady);
      List<String> items = IntStream.range(0, ITEMS).mapToObj(k -> "item" + k).toList();
      for (int user = 0; user < 3; user++) {
        assertThat(client.click("user" + user, items).status()).isEqualTo(202);
      }
      await()
          .atMost(PATIENCE)
          .until(() -> client.metric("eddyline_snapshot_consecutive_refusals") >= 1);

      FileSnapshotStore store = new FileSnapshotStore(folder.resolve("snapshots"));
      Manifest refused = store.open("main", eddyline.builtVersion()).manifest();
      assertThat(refused.isServable()).isFalse();
      assertThat(refused.counts().items()).isGreaterThanOrEqualTo(100);
      assertThat(eddyline.modelVersion()).isLessThan(refused.version());
      assertThat(store.open("main", eddyline.modelVersion()).manifest().isServable()).isTrue();
      assertThat(client.metric("eddyline_snapshot_refusals_total{reason=\"effective_rank\"}"))
          .isGreaterThanOrEqualTo(1);

      Map<String, Verdict> verdicts = verdicts(eddyline.bootstrapServers());
      assertThat(verdicts)
          .hasEntrySatisfying(
              "main/%d/standalone".formatted(refused.version()),
              verdict -> {
                assertThat(verdict.getPassed()).isFalse();
                assertThat(verdict.getReason()).isEqualTo("effective_rank");
              });
    }
  }

  private static Map<String, Verdict> verdicts(String servers) {
    TopicPartition topic = new TopicPartition("eddyline.verdicts", 0);
    Map<String, Verdict> verdicts = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(topic));
      consumer.seekToBeginning(List.of(topic));
      long end = consumer.endOffsets(List.of(topic)).getOrDefault(topic, 0L);
      while (consumer.position(topic) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record ->
                    verdicts.put(
                        new String(record.key(), StandardCharsets.UTF_8),
                        RecordSerdes.VERDICT.decode(record.value())));
      }
    }
    return verdicts;
  }
}
