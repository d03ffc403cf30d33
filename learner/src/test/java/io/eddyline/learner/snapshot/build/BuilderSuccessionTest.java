package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes versions, and what one who takes over goes on from. */
final class BuilderSuccessionTest {
  private static final Duration INTERVAL = BuilderBench.CONFIG.interval();

  private @TempDir Path root;
  private BuilderBench bench;

  @BeforeEach
  void prepare() {
    bench = new BuilderBench(root);
  }

  @Test
  void builderThatIsNotElectedWritesNothing() throws Exception {
    bench.startStandingBy();
    bench.workAfter(Duration.ZERO);
    bench.click("ann", "a", 1);
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);

    assertThat(bench.store.versions(BuilderBench.MODEL)).isEmpty();
    assertThat(bench.announcements()).isEmpty();
    assertThat(bench.isReady()).isTrue();
  }

  @Test
  void builderThatTakesOverGoesOnFromTheNewestVersion() throws Exception {
    bench.buildVersionTwo();
    bench.startStandingBy();
    bench.offerLog();
    bench.workAfter(Duration.ZERO);
    bench.click("ann", "b", 2);
    bench.workAfter(INTERVAL);
    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(1L, 2L);

    bench.elect();
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);

    assertThat(bench.version()).isEqualTo(3);
    assertThat(bench.newest().manifest().parentVersion()).isEqualTo(2);
    assertThat(bench.newestRows().itemCount()).isEqualTo(2);
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(2L, 3L);
  }

  @Test
  void builderThatLosesTheElectionStopsWriting() throws Exception {
    bench.buildVersionTwo();
    bench.depose();
    bench.click("ann", "b", 2);
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);

    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(1L, 2L);
  }

  @Test
  void builderThatFindsVersionsOfAnotherGoesOnFromThem() throws Exception {
    bench.buildVersionTwo();
    Path model = root.resolve(BuilderBench.MODEL);
    Files.move(model.resolve("2"), model.resolve("7"));
    bench.click("ann", "b", 2);
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);

    bench.workAfter(INTERVAL);
    bench.workAfter(INTERVAL);

    assertThat(bench.version()).isEqualTo(8);
    assertThat(bench.newest().manifest().version()).isEqualTo(8);
  }

  @Test
  void builderOfAnEmptiedStoreGoesOnBehindWhatWasAnnounced() throws Exception {
    bench.buildVersionTwo();
    bench.deliverAnnouncements();
    for (long version : bench.store.versions(BuilderBench.MODEL)) {
      bench.store.delete(BuilderBench.MODEL, version);
    }

    bench.start();
    bench.workAfter(Duration.ZERO);
    assertThat(bench.version()).as("while announcements are not read").isZero();
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);

    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(3L);
    assertThat(bench.newestRows().itemCount()).isEqualTo(1);
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(3L);
  }

  @Test
  void announcementsOfOtherModelsAreNotItsOwn() throws Exception {
    SnapshotAnnouncement other =
        SnapshotAnnouncement.newBuilder().setModel("other").setVersion(9).build();
    bench.append(
        bench.topics.snapshots(),
        0,
        "other".getBytes(StandardCharsets.UTF_8),
        RecordSerdes.SNAPSHOT_ANNOUNCEMENT.encode(other));
    bench.start();
    bench.workAfter(Duration.ZERO);
    bench.workAfter(Duration.ZERO);

    assertThat(bench.version()).isEqualTo(1);
  }

  @Test
  void newestVersionThatIsNotReadableIsReplaced() throws Exception {
    bench.buildVersionTwo();
    Files.writeString(root.resolve(BuilderBench.MODEL).resolve("2/manifest.json"), "{}");

    bench.start();
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);

    assertThat(bench.version()).isEqualTo(3);
    assertThat(bench.newestRows().itemCount()).isEqualTo(1);
  }
}
