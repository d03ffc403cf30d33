package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.snapshot.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the builder makes versions, and how it announces and removes them. */
final class SnapshotBuilderTest {
  private static final Duration INTERVAL = BuilderBench.CONFIG.interval();
  private static final Duration MIN_INTERVAL = BuilderBench.CONFIG.minInterval();

  private @TempDir Path root;
  private BuilderBench bench;

  @BeforeEach
  void prepare() {
    bench = new BuilderBench(root);
  }

  @Test
  void firstStartPublishesAndAnnouncesEmptyVersion() throws Exception {
    bench.start();

    assertThat(bench.version()).isEqualTo(1);
    Manifest manifest = bench.newest().manifest();
    assertThat(manifest.parentVersion()).isNull();
    assertThat(manifest.counts()).isEqualTo(new Manifest.Counts(0, 0, 0));
    assertThat(manifest.createdAtMs()).isEqualTo(bench.nowMs());
    SnapshotAnnouncement announcement = bench.announcements().getFirst();
    assertThat(announcement.getModel()).isEqualTo(BuilderBench.MODEL);
    assertThat(announcement.getVersion()).isEqualTo(1);
    assertThat(announcement.getLocation()).isEqualTo(BuilderBench.MODEL + "/1");
    assertThat(announcement.getManifestSha256()).isEqualTo(bench.newest().manifestSha256());
    assertThat(bench.producer.history().getFirst().key())
        .isEqualTo(BuilderBench.MODEL.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void quietLogMakesNoVersion() throws Exception {
    bench.start();
    bench.workAfter(INTERVAL);
    bench.workAfter(INTERVAL);

    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(1L);
  }

  @Test
  void changeIsInVersionAfterTheInterval() throws Exception {
    bench.start();
    bench.workAfter(Duration.ZERO);
    bench.click("ann", "a", 1);
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL.minusMillis(1));
    assertThat(bench.version()).isEqualTo(1);

    bench.workAfter(Duration.ofMillis(1));

    assertThat(bench.version()).isEqualTo(2);
    Manifest manifest = bench.newest().manifest();
    assertThat(manifest.parentVersion()).isEqualTo(1);
    assertThat(manifest.counts()).isEqualTo(new Manifest.Counts(1, 1, 0));
    assertThat(manifest.trainedEvents()).isEqualTo(1);
    assertThat(manifest.offsets().events()).isEqualTo(Map.of(3, 1L));
    assertThat(manifest.offsets().userRows()).isEqualTo(Map.of(0, 2L, 1, 0L));
    assertThat(manifest.offsets().itemRows()).isEqualTo(Map.of(0, 1L, 1, 0L));
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(1L, 2L);
    assertThat(bench.announcements().getLast().getTrainedEvents()).isEqualTo(1);
  }

  @Test
  void manyEventsMakeVersionBeforeTheInterval() throws Exception {
    bench.start();
    bench.workAfter(MIN_INTERVAL);
    bench.click("ann", "a", BuilderBench.CONFIG.maxEvents() - 1);
    bench.workAfter(Duration.ZERO);
    assertThat(bench.version()).isEqualTo(1);

    bench.click("ann", "b", BuilderBench.CONFIG.maxEvents());
    bench.workAfter(Duration.ZERO);

    assertThat(bench.version()).isEqualTo(2);
  }

  @Test
  void versionsKeepTheirDistanceHoweverManyEvents() throws Exception {
    bench.start();
    bench.click("ann", "a", 10 * BuilderBench.CONFIG.maxEvents());
    bench.workAfter(MIN_INTERVAL.minusMillis(1));
    assertThat(bench.version()).isEqualTo(1);

    bench.workAfter(Duration.ofMillis(1));

    assertThat(bench.version()).isEqualTo(2);
  }

  @Test
  void restartOverUnchangedLogMakesNoVersionButAnnouncesAgain() throws Exception {
    bench.buildVersionTwo();

    bench.start();
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);
    bench.workAfter(INTERVAL);

    assertThat(bench.version()).isEqualTo(2);
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(2L);
  }

  @Test
  void restartOverLongerLogMakesVersion() throws Exception {
    bench.buildVersionTwo();
    bench.append(bench.topics.items(), 0, RowKeys.row("a"), TestRows.catalogue("a", "Title", ""));

    bench.start();
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);

    assertThat(bench.version()).isEqualTo(3);
    assertThat(bench.newest().manifest().parentVersion()).isEqualTo(2);
    assertThat(bench.newestRows().catalogue()).hasSize(1);
  }

  @Test
  void removesOldVersions() throws Exception {
    bench.start();
    bench.workAfter(Duration.ZERO);
    for (int event = 1; event <= 5; event++) {
      bench.click("ann", "a", event);
      bench.workAfter(Duration.ZERO);
      bench.workAfter(INTERVAL);
    }

    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(4L, 5L, 6L);
  }

  @Test
  void repeatsAnnouncementThatFailed() throws Exception {
    bench.start();
    assertThat(bench.producer.errorNext(new IllegalStateException("broker away"))).isTrue();

    bench.workAfter(Duration.ZERO);
    assertThat(bench.announcements())
        .extracting(SnapshotAnnouncement::getVersion)
        .containsExactly(1L, 1L);
    assertThat(bench.producer.completeNext()).isTrue();

    bench.workAfter(Duration.ZERO);
    assertThat(bench.announcements()).hasSize(2);
  }

  @Test
  void buildThatFailedIsTriedAgain() throws Exception {
    bench.start();
    bench.workAfter(Duration.ZERO);
    bench.append(bench.topics.itemRows(), 0, RowKeys.row("a"), TestRows.item(1, 1, 1));
    bench.workAfter(Duration.ZERO);
    Path model = root.resolve(BuilderBench.MODEL);
    Path away = Files.move(model, root.resolve("away"));
    Files.createFile(model);
    assertThatThrownBy(() -> bench.workAfter(INTERVAL)).isInstanceOf(IOException.class);
    Files.delete(model);
    Files.move(away, model);
    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(1L);

    bench.workAfter(Duration.ZERO);

    assertThat(bench.version()).isEqualTo(2);
  }

  @Test
  void rowThatIsNoNumberHoldsNoVersionUp() throws Exception {
    bench.start();
    bench.workAfter(Duration.ZERO);
    bench.append(bench.topics.itemRows(), 0, RowKeys.row("a"), TestRows.item(1, 1, 1));
    bench.append(bench.topics.itemRows(), 0, RowKeys.row("a"), TestRows.item(Float.NaN, 1, 2));
    bench.append(bench.topics.itemRows(), 0, RowKeys.row("b"), TestRows.item(Float.NaN, 1, 2));
    bench.workAfter(Duration.ZERO);

    bench.workAfter(INTERVAL);

    assertThat(bench.version()).isEqualTo(2);
    assertThat(bench.newestRows().itemCount()).isEqualTo(1);
  }
}
