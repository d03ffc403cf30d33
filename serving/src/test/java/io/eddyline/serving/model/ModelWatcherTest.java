package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings(
    "NullAway.Init") // each test starts the models, after it has put the first versions
class ModelWatcherTest {
  @TempDir Path root;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TestTopics topics = new TestTopics();
  private GoldenStore golden;
  private Models models;

  @BeforeEach
  void openStore() {
    golden = new GoldenStore(root);
  }

  @AfterEach
  void close() {
    models.close();
    assertThat(topics.consumer().closed()).isTrue();
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
    topics.announce(golden.announcement(1));
    awaitVersion(1);
    golden.put(2, 2);
    topics.announce(golden.announcement(2));
    awaitVersion(2);
    await().until(() -> registry.get("eddyline.serving.swaps").counter().count() == 2);
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
            topics.add(announcement);
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
    topics.announce(older);
    golden.put(4, 2);
    topics.announce(golden.announcement(4));
    awaitVersion(4);
    assertThat(registry.get("eddyline.serving.swaps").counter().count()).isEqualTo(2);
  }

  @Test
  void goesOnWithTheOldVersionWhenTheNewIsRefused() throws Exception {
    golden.put(2, 2);
    start();
    awaitVersion(2);
    golden.put(3, 3);
    topics.announce(GoldenStore.announcement(GoldenStore.MODEL, 3, "beef"));
    await().until(() -> refusals("manifest") == 1);
    assertThat(models.slot().version()).isEqualTo(2);
    var refused = models.versions().list().getFirst();
    assertThat(refused.version()).isEqualTo(3);
    assertThat(refused.state()).isEqualTo(VersionStatus.State.REFUSED);
    VersionStatus.Refusal refusal = Objects.requireNonNull(refused.refusal());
    assertThat(refusal.reason()).isEqualTo("manifest");
    assertThat(refusal.detail()).contains("beef");
    assertThat(refusal.forcible()).isFalse();
  }

  @Test
  void passesOverOtherModelsTombstonesAndGarbage() throws Exception {
    start();
    golden.put(1, 1);
    topics.announce(GoldenStore.announcement("other", 7, ""));
    topics.announce(null);
    topics.announce("garbage".getBytes(StandardCharsets.UTF_8));
    topics.announce(golden.announcement(1));
    // the store has version 1 before it is announced
    await().until(() -> refusals("announcement") == 1);
    awaitVersion(1);
  }

  @Test
  void survivesKafkaFailures() throws Exception {
    start();
    topics
        .consumer()
        .schedulePollTask(
            () -> topics.consumer().setPollException(new KafkaException("broker is away")));
    golden.put(1, 1);
    topics.announce(golden.announcement(1));
    awaitVersion(1);
  }

  @Test
  void servesTheOrderedModelAndTheConfiguredOneWhenTheOrderIsWithdrawn() throws Exception {
    golden.put(3, 3);
    golden.put("next", 1, 1);
    golden.put("next", 2, 2);
    start();
    awaitVersion(3);
    topics.order("next");
    awaitServed("next", 2);
    assertThat(models.versions().model()).isEqualTo("next");
    assertThat(models.versions().list()).extracting(VersionStatus::version).containsExactly(2L, 1L);
    golden.put(4, 2);
    topics.announce(golden.announcement(4));
    golden.put("next", 3, 2);
    topics.announce(golden.announcement("next", 3));
    awaitServed("next", 3);
    topics.order(null);
    awaitServed(GoldenStore.MODEL, 4);
  }

  @Test
  void goesOnWithItsModelUntilTheOrderedOneHasASoundVersion() throws Exception {
    golden.put(2, 2);
    GoldenStore.editManifest(
        golden.put("next", 1, 2), manifest -> manifest.put("formatVersion", 9));
    start();
    awaitVersion(2);
    assertThat(awaited()).isZero();
    topics.order("next");
    await().until(() -> refusals("manifest") == 1);
    assertThat(awaited()).isEqualTo(1);
    golden.put(3, 3);
    topics.announce(golden.announcement(3));
    awaitServed(GoldenStore.MODEL, 3);
    golden.put("next", 2, 2);
    topics.announce(golden.announcement("next", 2));
    awaitServed("next", 2);
    assertThat(awaited()).isZero();
  }

  @Test
  void obeysAtStartWhatWasOrderedBefore() throws Exception {
    golden.put(5, 3);
    golden.put("next", 2, 2);
    topics.standingOrders(3);
    topics.order("other");
    topics.order("next");
    topics.orderRaw(new byte[] {1, 2, 3});
    start();
    awaitServed("next", 2);
    assertThat(registry.get("eddyline.serving.swaps").counter().count()).isEqualTo(1);
  }

  private void awaitServed(String model, long version) {
    await().until(() -> served().equals(model + " " + version));
  }

  private String served() {
    try (ModelSlot.Lease lease = models.slot().acquire("")) {
      return lease == null ? "" : lease.model().name() + " " + lease.model().version();
    }
  }

  private double awaited() {
    return registry.get("eddyline.serving.model.awaited").gauge().value();
  }

  private void start() {
    start(() -> {});
  }

  /** Starts; {@code first} runs in the first poll. */
  private void start(Runnable first) {
    topics.consumer().schedulePollTask(first);
    models = Models.start(TestModels.plan(golden), topics.consumer(), (_, _, _, _) -> {}, registry);
  }

  private void awaitVersion(long version) {
    await().until(() -> models.slot().version() == version);
  }

  private double refusals(String reason) {
    return registry.get("eddyline.snapshot.refusals").tag("reason", reason).counter().count();
  }
}
