package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.snapshot.StoredRows;
import io.eddyline.schemas.control.ControlKeys;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Retention;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.record.Verdict;
import io.eddyline.schemas.record.VerdictCheck;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the builder does with the gate's judgement, and which versions it keeps. */
final class GatedBuilderTest {
  private static final Duration INTERVAL = BuilderBench.CONFIG.interval();

  private @TempDir Path root;
  private BuilderBench bench;

  @BeforeEach
  void prepare() {
    bench = new BuilderBench(root);
  }

  @Test
  void aRefusedVersionIsInTheStoreWithItsReasonButNotAnnounced() throws Exception {
    buildTwo();
    loseItems();
    build();

    assertThat(bench.version()).isEqualTo(3);
    Manifest refused = bench.newest().manifest();
    assertThat(refused.isServable()).isFalse();
    assertThat(refused.parentVersion()).isEqualTo(2);
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(1L, 2L);
    Verdict verdict = bench.verdicts().getLast();
    assertThat(verdict.getVersion()).isEqualTo(3);
    assertThat(verdict.getPassed()).isFalse();
    assertThat(verdict.getReason()).isEqualTo("items");
    assertThat(verdict.getDetail()).isEqualTo("version 2 has 10");
    assertThat(verdict.getChecksList()).extracting(VerdictCheck::getName).contains("finite");
    assertThat(bench.verdicts().getFirst().getPassed()).isTrue();
    assertThat(bench.registry.get("eddyline.snapshot.refusals").tag("reason", "items").counter())
        .extracting(counter -> counter.count())
        .isEqualTo(1.0);
    assertThat(consecutiveRefusals()).isEqualTo(1);
  }

  @Test
  void aRestartAnnouncesTheAcceptedVersionAndCountsOn() throws Exception {
    buildTwo();
    loseItems();
    build();

    bench.start();
    bench.workAfter(Duration.ZERO);
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(2L);
    assertThat(consecutiveRefusals()).isEqualTo(1);
    item("i9", 2);
    build();

    assertThat(bench.newest().manifest().version()).isEqualTo(4);
    assertThat(bench.newest().manifest().isServable()).isFalse();
    assertThat(consecutiveRefusals()).isEqualTo(2);
  }

  @Test
  void theNextGoodVersionIsAcceptedAndComparedWithTheLastGoodOne() throws Exception {
    buildTwo();
    loseItems();
    build();
    for (int item = 0; item < 10; item++) {
      item("i" + item, 1);
    }
    build();

    assertThat(bench.newest().manifest().isServable()).isTrue();
    assertThat(bench.newest().manifest().parentVersion()).isEqualTo(2);
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(1L, 2L, 4L);
    assertThat(consecutiveRefusals()).isZero();
  }

  @Test
  void driftDoesNotFreezeTheModel() throws Exception {
    bench =
        new BuilderBench(
            root, BuilderBench.config(0, Duration.ZERO, Map.of("rebase-after-refusals", "2")));
    buildTwo();
    loseItems();
    for (int version = 3; version <= 5; version++) {
      item("i9", version);
      build();
    }

    assertThat(bench.newest().manifest().version()).isEqualTo(5);
    assertThat(bench.newest().manifest().isServable()).isTrue();
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(1L, 2L, 5L);
    item("i9", 6);
    build();
    assertThat(bench.newest().manifest().parentVersion()).isEqualTo(5);
  }

  @Test
  void manyRefusedVersionsDoNotDriveTheAcceptedOnesOut() throws Exception {
    buildTwo();
    loseItems();
    for (int version = 3; version <= 8; version++) {
      item("i9", version);
      build();
    }

    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(1L, 2L, 6L, 7L, 8L);
  }

  @Test
  void versionsThatAnOrderNamesStay() throws Exception {
    buildTwo();
    order(
        ControlKeys.pin(BuilderBench.MODEL),
        Control.newBuilder()
            .setPinnedVersion(
                PinnedVersion.newBuilder().setModel(BuilderBench.MODEL).setVersion(2)));
    for (int version = 3; version <= 7; version++) {
      item("i9", version);
      build();
    }
    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(2L, 5L, 6L, 7L);

    order(
        ControlKeys.retention(BuilderBench.MODEL),
        Control.newBuilder()
            .setRetention(Retention.newBuilder().setModel(BuilderBench.MODEL).setKeep(1)));
    item("i9", 8);
    build();
    // the newest and its parent stay however few are to be kept
    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(2L, 7L, 8L);
  }

  @Test
  void versionsThatCannotBeReadGoAfterAWhileUnlessOrdered() throws Exception {
    buildTwo();
    item("i9", 3);
    build();
    order(
        ControlKeys.pin(BuilderBench.MODEL),
        Control.newBuilder()
            .setPinnedVersion(
                PinnedVersion.newBuilder().setModel(BuilderBench.MODEL).setVersion(900)));
    Instant old = Instant.ofEpochMilli(bench.nowMs()).minus(BuilderBench.UNREADABLE_AGE);
    tear(900, old);
    tear(901, old);
    tear(902, Instant.ofEpochMilli(bench.nowMs()).minusSeconds(1));
    item("i9", 4);
    build(); // sees that another builder has come to 902
    build();
    assertThat(bench.store.versions(BuilderBench.MODEL))
        .contains(900L, 902L, 903L)
        .doesNotContain(901L);
  }

  private void tear(long version, Instant changed) throws IOException {
    Path folder = root.resolve(BuilderBench.MODEL).resolve(Long.toString(version));
    Files.createDirectory(folder);
    Files.writeString(folder.resolve(SnapshotFiles.MANIFEST), "{\"formatVersion\":");
    Files.setLastModifiedTime(folder, FileTime.from(changed));
  }

  @Test
  void versionsThatMayBeLoadingStay() throws Exception {
    bench = new BuilderBench(root, BuilderBench.config(0, INTERVAL.multipliedBy(4), Map.of()));
    buildTwo();
    for (int version = 3; version <= 7; version++) {
      item("i9", version);
      build();
    }
    // the fourth is three intervals old, the third four
    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(4L, 5L, 6L, 7L);
  }

  @Test
  void aVersionLiesBetweenTheRowsAndItsParents() throws Exception {
    bench = new BuilderBench(root, BuilderBench.config(0.25, Duration.ZERO, Map.of()));
    buildTwo();
    item("i9", -1);
    build();

    StoredRows rows = bench.newestRows();
    float[] vector = new float[TestRows.DIMENSION];
    int row = 0;
    while (!rows.itemId(row).equals("i9")) {
      row++;
    }
    rows.historyVector(row, vector);
    // 0.75 (-1, 1) / sqrt 2 + 0.25 (1, 1) / sqrt 2, and the context (0, 1)
    assertThat(vector[0]).isEqualTo((float) (-0.5 / Math.sqrt(2)), within(1e-6f));
    assertThat(vector[1]).isEqualTo((float) (1 + 1 / Math.sqrt(2)), within(1e-6f));
    rows.candidateVector(row, vector);
    assertThat(vector[0]).isEqualTo((float) (-0.5 / Math.sqrt(1.25)), within(1e-6f));
  }

  @Test
  void theManifestTellsTheLearnersOwnQuality() throws Exception {
    sample("eddyline_learner_ndcg10", "0", 0.1);
    sample("eddyline_learner_ndcg10", "0", 0.2);
    sample("eddyline_learner_ndcg10", "1", 0.4);
    sample("eddyline_learner_prior_weight", "0", 3);
    buildTwo();

    assertThat(bench.newest().manifest().metrics())
        .hasEntrySatisfying("live_ndcg10", mean -> assertThat(mean).isEqualTo(0.3, within(1e-9)))
        .doesNotContainKey("live_recall10");
  }

  private void sample(String name, String partition, double value) {
    MetricSample sample =
        MetricSample.newBuilder()
            .setName(name)
            .putTags("partition", partition)
            .setValue(value)
            .build();
    bench.append(
        bench.topics.metrics(), 0, new byte[] {1}, RecordSerdes.METRIC_SAMPLE.encode(sample));
  }

  /** An empty version and one with ten items. */
  private void buildTwo() throws IOException {
    bench.start();
    bench.workAfter(Duration.ZERO);
    for (int item = 0; item < 10; item++) {
      item("i" + item, 1);
    }
    build();
    assertThat(bench.newest().manifest().version()).isEqualTo(2);
  }

  private void build() throws IOException {
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);
  }

  private void item(String id, float first) {
    bench.append(bench.topics.itemRows(), 0, RowKeys.row(id), TestRows.item(first, 1, 1));
  }

  private void loseItems() {
    for (int item = 0; item < 5; item++) {
      bench.append(bench.topics.itemRows(), 0, RowKeys.row("i" + item), null);
    }
  }

  private void order(String key, Control.Builder order) {
    bench.append(
        bench.topics.control(),
        0,
        key.getBytes(StandardCharsets.UTF_8),
        RecordSerdes.CONTROL.encode(order.build()));
  }

  private double consecutiveRefusals() {
    return bench.registry.get("eddyline.snapshot.consecutive.refusals").gauge().value();
  }
}
