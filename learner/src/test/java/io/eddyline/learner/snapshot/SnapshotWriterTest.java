package io.eddyline.learner.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Probes;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotWriterTest {
  private static final int ITEMS = 6;

  @TempDir Path root;

  @Test
  void readsBackWhatWasWritten() throws Exception {
    RandomRows rows = new RandomRows(21, 40, 30, 8);
    StoredSnapshot snapshot = write(root, rows, 1).snapshot();

    StoredRows stored = StoredRows.of(snapshot);

    assertThat(stored.itemCount()).isEqualTo(40);
    assertThat(stored.userCount()).isEqualTo(30);
    assertThat(stored.catalogue()).isEqualTo(rows.catalogue());
    float[] expected = new float[8];
    float[] actual = new float[8];
    for (int item = 0; item < 40; item++) {
      assertThat(stored.itemId(item)).isEqualTo(rows.itemId(item));
      assertThat(stored.popularity(item)).isEqualTo(rows.popularity(item));
      assertThat(stored.trend(item)).isEqualTo((float) rows.trend(item));
      rows.candidateVector(item, expected);
      stored.candidateVector(item, actual);
      assertThat(actual).isEqualTo(expected);
      rows.historyVector(item, expected);
      stored.historyVector(item, actual);
      assertThat(actual).isEqualTo(expected);
      assertThat(neighbours(stored, item)).isEqualTo(neighbours(rows, item));
    }
    for (int user = 0; user < 30; user++) {
      assertThat(stored.userId(user)).isEqualTo(rows.userId(user));
      assertThat(stored.history(user)).isEqualTo(rows.history(user));
      assertThat(stored.seen(user)).isEqualTo(rows.seen(user));
      rows.userVector(user, expected);
      stored.userVector(user, actual);
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void manifestSaysWhatTheHeaderSaid() throws Exception {
    PublishedSnapshot published = write(root, new RandomRows(22, 5, 3, 4), 7);

    var manifest = published.snapshot().manifest();
    assertThat(manifest.version()).isEqualTo(7);
    assertThat(manifest.parentVersion()).isEqualTo(6);
    assertThat(manifest.counts().items()).isEqualTo(5);
    assertThat(manifest.counts().users()).isEqualTo(3);
    assertThat(manifest.counts().catalogue()).isEqualTo(5);
    assertThat(manifest.trainedEvents()).isEqualTo(48);
    assertThat(manifest.offsets()).isEqualTo(RandomRows.header(7).offsets());
    assertThat(manifest.scoring()).isEqualTo(RandomRows.SCORING);
    assertThat(manifest.metrics()).containsEntry("ndcg10", 0.25);
    byte[] json = Files.readAllBytes(published.snapshot().file(SnapshotFiles.MANIFEST));
    assertThat(published.manifestSha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json)));
  }

  @Test
  void publishesEmptyFirstVersionWithoutGraph() throws Exception {
    StoredSnapshot snapshot = write(root, new RandomRows(23, 0, 0, 64), 1).snapshot();

    snapshot.verify();
    assertThat(snapshot.manifest().parentVersion()).isNull();
    assertThat(snapshot.manifest().counts().items()).isZero();
    assertThat(snapshot.manifest().files()).doesNotContainKey(SnapshotFiles.MODEL);
    assertThat(StoredRows.of(snapshot).itemCount()).isZero();
    assertThat(probes(snapshot).probes()).isEmpty();
  }

  @Test
  void givesTheSameBytesForTheSameRows() throws Exception {
    StoredSnapshot first =
        write(root.resolve("first"), new RandomRows(24, 30, 20, 8), 3).snapshot();
    StoredSnapshot second =
        write(root.resolve("second"), new RandomRows(24, 30, 20, 8), 3).snapshot();

    assertThat(second.manifest()).isEqualTo(first.manifest());
  }

  @Test
  void probesCoverUnknownSessionHistoryAndExclusions() throws Exception {
    var probes = probes(write(root, new RandomRows(25, 40, 30, 8), 1).snapshot()).probes();

    assertThat(probes).hasSizeBetween(24, 48);
    assertThat(probes).anyMatch(p -> p.userRow() == 0 && p.historyRows().isEmpty());
    assertThat(probes).anyMatch(p -> p.userRow() == 0 && p.historyRows().size() > 1);
    assertThat(probes).anyMatch(p -> p.userRow() > 0 && !p.excludedRows().isEmpty());
    for (var probe : probes) {
      assertThat(probe.itemRows()).hasSameSizeAs(probe.scores()).isNotEmpty();
      assertThat(probe.excludedRows()).noneMatch(probe.itemRows()::contains);
      assertThat(probe.historyRows().size())
          .isLessThanOrEqualTo(RandomRows.SCORING.historyLength());
    }
  }

  @Test
  void refusesRowsThatAreNotFinite() {
    SnapshotSource broken =
        new RandomRows(26, 5, 2, 4) {
          @Override
          public void historyVector(int item, float[] vector) {
            super.historyVector(item, vector);
            vector[1] = item == 3 ? Float.NaN : vector[1];
          }
        };

    assertThatThrownBy(() -> write(root, broken, 1))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("history.f32")
        .hasMessageContaining("NaN");
    assertThat(root.resolve("main")).isEmptyDirectory();
  }

  @Test
  void refusesAffinitiesThatAreNotFinite() {
    SnapshotSource broken =
        new RandomRows(27, 5, 2, 4) {
          @Override
          public void neighbours(int item, int[] rows, float[] affinities) {
            super.neighbours(item, rows, affinities);
            affinities[4] = item == 2 ? Float.POSITIVE_INFINITY : affinities[4];
          }
        };

    assertThatThrownBy(() -> write(root, broken, 1))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("affinities.f32: value 14 is Infinity");
  }

  /** Rows that say how often the neighbours of an item were visited before it. */
  private static final class CountedRows extends RandomRows {
    final float[][] counts = new float[ITEMS][NEIGHBOURS];

    CountedRows() {
      super(29, ITEMS, 3, 4);
    }

    @Override
    public Optional<NeighbourCounts> neighbourCounts() {
      return Optional.of(
          (item, values) -> System.arraycopy(counts[item], 0, values, 0, NEIGHBOURS));
    }
  }

  @Test
  void countsAreReadBackAsHalves() throws Exception {
    CountedRows rows = new CountedRows();
    rows.counts[0] = new float[] {0, 1, 2.5f, 1000.3f, 1e-3f};
    rows.counts[3] = new float[] {65_504, 65_519, 65_520, 1e9f, Float.MAX_VALUE};

    StoredSnapshot snapshot = write(root, rows, 1).snapshot();
    StoredRows stored = StoredRows.of(snapshot);

    assertThat(Files.size(snapshot.file(SnapshotFiles.COUNTS)))
        .isEqualTo((long) ITEMS * RandomRows.NEIGHBOURS * Short.BYTES);
    assertThat(counts(stored, 0))
        .containsExactly(0, 1, 2.5f, 1000.5f, Float.float16ToFloat(Float.floatToFloat16(1e-3f)));
    assertThat(counts(stored, 3)).containsOnly(65_504);
    assertThat(counts(stored, ITEMS - 1)).containsOnly(0);
  }

  private static float[] counts(StoredRows rows, int item) {
    float[] counts = new float[RandomRows.NEIGHBOURS];
    rows.neighbourCounts().orElseThrow().read(item, counts);
    return counts;
  }

  @Test
  void rowsWithoutCountsGetNoFileOfThem() throws Exception {
    StoredSnapshot snapshot = write(root, new RandomRows(30, ITEMS, 3, 4), 1).snapshot();

    assertThat(snapshot.manifest().files()).doesNotContainKey(SnapshotFiles.COUNTS);
    assertThat(StoredRows.of(snapshot).neighbourCounts()).isEmpty();
  }

  @Test
  void refusesCountsThatAreNotFinite() {
    CountedRows broken = new CountedRows();
    broken.counts[2][1] = Float.NaN;

    assertThatThrownBy(() -> write(root, broken, 1))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("counts.f16: value 11 is NaN");
  }

  @Test
  void probesAnswerNeighboursOfTheirHistory() throws Exception {
    RandomRows rows = new RandomRows(28, 60, 30, 8);

    var probes = probes(write(root, rows, 1).snapshot()).probes();

    assertThat(probes)
        .filteredOn(p -> p.userRow() == 0 && p.historyRows().size() == 1)
        .hasSizeGreaterThanOrEqualTo(8)
        .filteredOn(
            p ->
                neighbours(rows, p.historyRows().getFirst()).keySet().stream()
                    .anyMatch(p.itemRows()::contains))
        .hasSizeGreaterThanOrEqualTo(4);
  }

  private static Map<Integer, Float> neighbours(SnapshotSource source, int item) {
    int[] rows = new int[source.neighbourCount()];
    float[] affinities = new float[source.neighbourCount()];
    source.neighbours(item, rows, affinities);
    Map<Integer, Float> affinityOfRow = new LinkedHashMap<>();
    for (int at = 0; at < rows.length && affinities[at] > 0; at++) {
      affinityOfRow.put(rows[at], affinities[at]);
    }
    return affinityOfRow;
  }

  private static Probes probes(StoredSnapshot snapshot) throws Exception {
    return Probes.fromJson(Files.readAllBytes(snapshot.file(SnapshotFiles.PROBES)));
  }

  private static PublishedSnapshot write(Path folder, SnapshotSource rows, long version)
      throws Exception {
    return new SnapshotWriter(new FileSnapshotStore(folder))
        .write(rows, RandomRows.header(version));
  }
}
