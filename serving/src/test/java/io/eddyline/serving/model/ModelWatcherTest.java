package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.serving.GoldenStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings(
    "NullAway.Init") // each test starts the models, after it has put the first versions
class ModelWatcherTest {
  private static final TopicPartition TOPIC = new TopicPartition("t.snapshots", 0);

  @TempDir Path root;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private GoldenStore golden;
  private Models models;
  private long offset;

  @BeforeEach
  void openStore() {
    golden = new GoldenStore(root);
    consumer.updateBeginningOffsets(Map.of(TOPIC, 0L));
  }

  @AfterEach
  void close() {
    models.close();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void servesNewestSoundVersionOfTheStoreAtStart() throws Exception {
    golden.put(1, 1);
    golden.put(2, 2);
    GoldenStore.editManifest(golden.put(3, 3), manifest -> manifest.put("formatVersion", 9));
    start();
    awaitVersion(2);
    assertThat(refusals("manifest")).isEqualTo(1);
  }

  @Test
  void servesWhatIsAnnounced() throws Exception {
    start();
    golden.put(1, 1);
    announce(golden.announcement(1));
    awaitVersion(1);
    golden.put(2, 2);
    announce(golden.announcement(2));
    awaitVersion(2);
    assertThat(registry.get("eddyline.serving.swaps").counter().count()).isEqualTo(2);
    assertThat(registry.get("eddyline.serving.model.version").gauge().value()).isEqualTo(2);
  }

  @Test
  void loadsOnlyTheLatestOfSeveral() throws Exception {
    for (long version = 1; version <= 4; version++) {
      golden.put(version, 2);
    }
    byte[][] announcements = {
      golden.announcement(4), golden.announcement(2), golden.announcement(3)
    };
    start(
        () -> {
          for (byte[] announcement : announcements) {
            add(announcement);
          }
        });
    awaitVersion(4);
    assertThat(registry.get("eddyline.serving.swaps").counter().count()).isEqualTo(1);
  }

  @Test
  void neverGoesBack() throws Exception {
    golden.put(2, 2);
    golden.put(3, 3);
    byte[] older = golden.announcement(2);
    start();
    awaitVersion(3);
    announce(older);
    golden.put(4, 2);
    announce(golden.announcement(4));
    awaitVersion(4);
    assertThat(registry.get("eddyline.serving.swaps").counter().count()).isEqualTo(2);
  }

  @Test
  void goesOnWithTheOldVersionWhenTheNewIsRefused() throws Exception {
    golden.put(2, 2);
    start();
    awaitVersion(2);
    golden.put(3, 3);
    announce(GoldenStore.announcement(GoldenStore.MODEL, 3, "beef"));
    await().until(() -> refusals("manifest") == 1);
    assertThat(models.slot().version()).isEqualTo(2);
    var refused = models.versions().list().getFirst();
    assertThat(refused.version()).isEqualTo(3);
    assertThat(refused.state()).isEqualTo(VersionStatus.State.REFUSED);
    assertThat(refused.reason()).isEqualTo(RefusalReason.MANIFEST);
    assertThat(refused.detail()).contains("beef");
  }

  @Test
  void passesOverOtherModelsTombstonesAndGarbage() throws Exception {
    start();
    golden.put(1, 1);
    announce(GoldenStore.announcement("other", 7, ""));
    announce(null);
    announce("garbage".getBytes(StandardCharsets.UTF_8));
    announce(golden.announcement(1));
    awaitVersion(1);
    assertThat(refusals("announcement")).isEqualTo(1);
  }

  @Test
  void survivesKafkaFailures() throws Exception {
    start();
    consumer.schedulePollTask(
        () -> consumer.setPollException(new KafkaException("broker is away")));
    golden.put(1, 1);
    announce(golden.announcement(1));
    awaitVersion(1);
  }

  private void start() {
    start(() -> {});
  }

  /** Starts; {@code first} runs in the first poll. */
  private void start(Runnable first) {
    consumer.schedulePollTask(first);
    models = Models.start(GoldenStore.MODEL, golden.store(), 1, consumer, TOPIC.topic(), registry);
  }

  private void announce(byte @Nullable [] value) {
    consumer.schedulePollTask(() -> add(value));
  }

  private void add(byte @Nullable [] value) {
    consumer.addRecord(
        new ConsumerRecord<>(
            TOPIC.topic(), 0, offset++, "main".getBytes(StandardCharsets.UTF_8), value));
  }

  private void awaitVersion(long version) {
    await().until(() -> models.slot().version() == version);
  }

  private double refusals(String reason) {
    return registry.get("eddyline.snapshot.refusals").tag("reason", reason).counter().count();
  }
}
