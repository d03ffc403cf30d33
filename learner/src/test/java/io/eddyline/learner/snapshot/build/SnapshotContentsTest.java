package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.snapshot.StoredRows;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.HalfLives;
import io.eddyline.schemas.snapshot.Manifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the builder reads from the log and writes into a version. */
final class SnapshotContentsTest {
  private @TempDir Path root;
  private BuilderBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new BuilderBench(root);
    bench.start();
    bench.workAfter(Duration.ZERO);
  }

  @Test
  void holdsUsersWithVectorHistoryAndSeenItems() throws Exception {
    item("a", TestRows.item(1, 2, 0));
    item("b", TestRows.item(2, 1, 0));
    user(RowKeys.seenBlock("ann", 0), TestRows.seenBlock(List.of("b")));
    user(RowKeys.row("ann"), TestRows.user(0.5f, List.of("b", "a"), List.of("a")));
    user(RowKeys.row("adam"), TestRows.user(3, List.of(), List.of()));

    StoredRows rows = build();

    assertThat(WrittenRows.ids(rows)).containsExactly("adam", "ann");
    float[] vector = new float[TestRows.DIMENSION];
    rows.userVector(1, vector);
    assertThat(vector).containsExactly(0.5f, 1, 0, 0);
    assertThat(WrittenRows.items(rows, rows.history(1))).containsExactly("b", "a");
    assertThat(WrittenRows.items(rows, rows.seen(1))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void candidatesHaveUnitLength() throws Exception {
    item("a", TestRows.item(3, 1, 0));

    float[] vector = new float[TestRows.DIMENSION];
    build().candidateVector(0, vector);

    assertThat(vector[0]).isCloseTo((float) (3 / Math.sqrt(10)), within(1e-6f));
    assertThat(vector[1]).isCloseTo((float) (1 / Math.sqrt(10)), within(1e-6f));
  }

  @Test
  void leavesOutReferencesToItemsWithoutRow() throws Exception {
    item("a", TestRows.item(1, 1, 0));
    user(RowKeys.row("ann"), TestRows.user(1, List.of("later", "a"), List.of("a", "later")));

    StoredRows rows = build();

    assertThat(rows.itemCount()).isEqualTo(1);
    assertThat(WrittenRows.items(rows, rows.history(0))).containsExactly("a");
    assertThat(WrittenRows.items(rows, rows.seen(0))).containsExactly("a");
  }

  @Test
  void dropsRowsThatWereRemoved() throws Exception {
    item("a", TestRows.item(1, 1, 0));
    item("b", TestRows.item(2, 1, 0));
    user(RowKeys.row("ann"), TestRows.user(1, List.of("a", "b"), List.of("a", "b")));
    user(RowKeys.row("bob"), TestRows.user(1, List.of("b"), List.of("b")));
    build();
    bench.append(bench.topics.itemRows(), 0, RowKeys.row("a"), null);
    bench.append(bench.topics.userRows(), 0, RowKeys.row("bob"), null);

    StoredRows rows = build();

    assertThat(rows.itemCount()).isEqualTo(1);
    assertThat(WrittenRows.ids(rows)).containsExactly("ann");
    assertThat(WrittenRows.items(rows, rows.history(0))).containsExactly("b");
    assertThat(WrittenRows.items(rows, rows.seen(0))).containsExactly("b");
  }

  @Test
  void popularityIsDecayedToTheClockOfItsPartition() throws Exception {
    long halfLife = TestRows.HALF_LIFE / BuilderBench.ITEM_PARTITIONS;
    item("a", TestRows.item(1, 8, 50));
    item("b", TestRows.item(1, 8, 50 + 2 * halfLife));
    item(RowKeys.progress(), TestRows.itemProgress(50 + 2 * halfLife));
    bench.append(bench.topics.itemRows(), 1, RowKeys.row("other"), TestRows.item(1, 8, 50));

    StoredRows rows = build();

    assertThat(WrittenRows.popularity(rows, "a")).isCloseTo(2, within(1e-6));
    assertThat(WrittenRows.popularity(rows, "b")).isCloseTo(8, within(1e-6));
    assertThat(WrittenRows.popularity(rows, "other")).isCloseTo(8, within(1e-6));
  }

  @Test
  void anEarlierVersionSaysWhatIsLeftOfItsPopularitiesLater() throws Exception {
    item("a", TestRows.item(1, 8, 50));
    item(RowKeys.progress(), TestRows.itemProgress(70));
    double then = WrittenRows.popularity(build(), "a");
    Manifest made = bench.newest().manifest();
    item(RowKeys.progress(), TestRows.itemProgress(170));

    double now = WrittenRows.popularity(build(), "a");

    HalfLives halfLives = Objects.requireNonNull(made.halfLives(), "half-lives");
    assertThat(halfLives.itemPartitions()).isEqualTo(BuilderBench.ITEM_PARTITIONS);
    long pairs = livePairs(bench.newest().manifest()) - livePairs(made);
    assertThat(now).isLessThan(then);
    assertThat(now).isCloseTo(then * halfLives.popularityLeft(pairs), within(1e-6));
  }

  private static long livePairs(Manifest manifest) {
    return Objects.requireNonNull(manifest.offsets().itemMarks().get(0), "a mark").livePairs();
  }

  @Test
  void neighboursOfBothDirectionsStandByAffinityAtThePopularityOfNow() throws Exception {
    item("a", TestRows.item(1, 5, Map.of("b", 3f, "gone", 50f)));
    item("b", TestRows.item(1, 80, Map.of("a", 1f, "c", 9f)));
    item("c", TestRows.item(1, 5, Map.of()));
    item(RowKeys.progress(), TestRows.itemProgress(TestRows.HALF_LIFE));
    item("c", TestRows.misshapenItem());

    StoredRows rows = build();

    // the clock has run for two half-lives of a partition
    double a = factor(1.25);
    double b = factor(20);
    assertThat(WrittenRows.neighbours(rows, "a")).containsOnlyKeys("b");
    assertThat(WrittenRows.neighbours(rows, "b").keySet()).containsExactly("c", "a");
    assertThat(WrittenRows.neighbours(rows, "b").get("a"))
        .isCloseTo((float) (2 * a * b), within(1e-6f));
    assertThat(WrittenRows.neighbours(rows, "b").get("c"))
        .isCloseTo((float) (3 * a * b), within(1e-6f));
    assertThat(WrittenRows.neighbours(rows, "c"))
        .isEqualTo(Map.of("b", WrittenRows.neighbours(rows, "b").get("c")));
    assertThat(rows.neighbourCount()).isEqualTo(64);
  }

  @Test
  void weightsAreTheBestOfAllPartitionsTogether() throws Exception {
    ScoreTuner tuner = new ScoreTuner(TestRows.SETTINGS.scoring(), TestRows.SETTINGS.score());
    double[] first = tuner.sums();
    double[] second = first.clone();
    first[1] = 5;
    first[3] = 4;
    second[2] = 5;
    second[3] = 4;
    double[] sum = first.clone();
    Arrays.setAll(sum, k -> first[k] + second[k]);
    tuner.restore(tuner.grid(), sum);
    bench.append(
        bench.topics.userRows(), 0, RowKeys.progress(), TestRows.tuned(tuner.grid(), first));
    bench.append(
        bench.topics.userRows(), 1, RowKeys.progress(), TestRows.tuned(tuner.grid(), second));

    build();

    assertThat(bench.newest().manifest().scoring()).isEqualTo(tuner.scoring());
    assertThat(tuner.scoring().trendWeight()).isEqualTo(1.5f);
  }

  @Test
  void countsTrainedEventsOfAllPartitions() throws Exception {
    bench.append(bench.topics.userRows(), 0, RowKeys.progress(), TestRows.userProgress(5, 0, 40));
    bench.append(bench.topics.userRows(), 1, RowKeys.progress(), TestRows.userProgress(7, 1, 60));

    build();

    assertThat(bench.newest().manifest().trainedEvents()).isEqualTo(12);
    assertThat(bench.newest().manifest().offsets().events()).isEqualTo(Map.of(0, 40L, 1, 60L));
  }

  @Test
  void tombstonesRemove() throws Exception {
    item("a", TestRows.item(1, 1, 0));
    item("b", TestRows.item(1, 1, 0));
    user(RowKeys.row("ann"), TestRows.user(1, List.of("a", "b"), List.of("a")));
    user(RowKeys.seenBlock("ann", 0), TestRows.seenBlock(List.of("b")));
    user(RowKeys.row("eve"), TestRows.user(1, List.of(), List.of()));
    catalogue("a", TestRows.catalogue("a", "A", ""));
    catalogue("b", TestRows.catalogue("b", "B", ""));
    build();
    item("a", null);
    user(RowKeys.seenBlock("ann", 0), null);
    user(RowKeys.row("eve"), null);
    catalogue("a", null);

    StoredRows rows = build();

    assertThat(WrittenRows.ids(rows)).containsExactly("ann");
    assertThat(rows.itemCount()).isEqualTo(1);
    assertThat(WrittenRows.items(rows, rows.history(0))).containsExactly("b");
    assertThat(rows.seen(0)).isEmpty();
    assertThat(rows.catalogue()).extracting(CatalogueEntry::itemId).containsExactly("b");
  }

  @Test
  void passesOverUnreadableRecords() throws Exception {
    item("a", TestRows.item(1, 1, 0));
    item("a", new byte[] {7});
    item(new byte[] {(byte) 0xFF, 'x'}, new byte[0]);
    user(RowKeys.row("ann"), new byte[] {1, 2, 3});
    user(RowKeys.row("bob"), TestRows.user(1, List.of("a"), List.of()));

    StoredRows rows = build();

    assertThat(WrittenRows.ids(rows)).containsExactly("bob");
    assertThat(rows.itemCount()).isEqualTo(1);
  }

  @Test
  void userWithUnreadableRowKeepsTheRowBefore() throws Exception {
    item("a", TestRows.item(1, 1, 0));
    user(RowKeys.row("ann"), TestRows.user(0.5f, List.of("a"), List.of("a")));
    user(RowKeys.row("ann"), TestRows.misshapenUser());
    user(RowKeys.row("new"), TestRows.misshapenUser());

    StoredRows rows = build();

    assertThat(WrittenRows.ids(rows)).containsExactly("ann");
    float[] vector = new float[TestRows.DIMENSION];
    rows.userVector(0, vector);
    assertThat(vector).containsExactly(0.5f, 1, 0, 0);
    assertThat(WrittenRows.items(rows, rows.history(0))).containsExactly("a");
  }

  @Test
  void catalogueEntryWithBrokenAttributesIsPassedOver() throws Exception {
    catalogue("a", TestRows.catalogue("a", "First", "{\"year\":1990}"));
    catalogue("a", TestRows.catalogue("a", "Second", "{\"year\":"));
    catalogue("b", TestRows.catalogue("b", "Third", "[1]"));

    StoredRows rows = build();

    assertThat(rows.catalogue())
        .containsExactly(new CatalogueEntry("a", "First", Map.of("year", 1990), true));
  }

  /** Makes the version that holds what was appended. */
  private StoredRows build() throws Exception {
    long before = bench.version();
    bench.workAfter(Duration.ZERO);
    bench.workAfter(BuilderBench.CONFIG.interval());
    assertThat(bench.version()).isEqualTo(before + 1);
    return bench.newestRows();
  }

  private void item(String id, byte @Nullable [] row) {
    item(RowKeys.row(id), row);
  }

  private void item(byte[] key, byte @Nullable [] value) {
    bench.append(bench.topics.itemRows(), 0, key, value);
  }

  private void user(byte[] key, byte @Nullable [] value) {
    bench.append(bench.topics.userRows(), 0, key, value);
  }

  private void catalogue(String id, byte @Nullable [] item) {
    bench.append(bench.topics.items(), 0, RowKeys.row(id), item);
  }

  private static double factor(double popularity) {
    return Math.pow(popularity + 20, -0.25);
  }
}
