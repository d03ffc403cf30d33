package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The mirror's rows as a snapshot sees them: users in the order of their ids, items in the order of
 * their numbers, references to items without a row left out.
 *
 * <p>Threading: owned by the builder's thread, which changes nothing in the mirror meanwhile.
 */
final class MirrorSource implements SnapshotSource {
  /** The row of a number that has none. */
  static final int NO_ROW = -1;

  private final RowMirror mirror;
  private final int dimension;
  private final PopularityDecay decay;
  private final List<String> userIds;
  private final int[] numberOfRow;
  private final int[] rowOfNumber;
  private final int neighbourCount;
  private final AffinityTable affinities;

  /**
   * @param neighbourCount neighbours an item that the snapshot shows
   * @param decay of popularity and trend in one partition
   */
  MirrorSource(RowMirror mirror, int dimension, int neighbourCount, PopularityDecay decay) {
    this.mirror = mirror;
    this.dimension = dimension;
    this.neighbourCount = neighbourCount;
    this.decay = decay;
    userIds = mirror.users().ids();
    userIds.sort(null);
    numberOfRow = new int[mirror.items().rowCount()];
    rowOfNumber = new int[mirror.items().numberCount()];
    int row = 0;
    for (int number = 0; number < rowOfNumber.length; number++) {
      boolean present = mirror.items().row(number) != null;
      rowOfNumber[number] = present ? row : NO_ROW;
      if (present) {
        numberOfRow[row++] = number;
      }
    }
    affinities = affinities();
  }

  private AffinityTable affinities() {
    float[] factors = new float[itemCount()];
    for (int item = 0; item < factors.length; item++) {
      factors[item] = Scoring.affinityFactor((float) popularity(item));
    }
    AffinityTable.Visits visits =
        new AffinityTable.Visits() {
          @Override
          public int[] previous(int item) {
            return Arrays.stream(item(item).neighbours()).map(MirrorSource.this::row).toArray();
          }

          @Override
          public float[] counts(int item) {
            return item(item).neighbourCounts();
          }
        };
    return AffinityTable.of(visits, factors, neighbourCount);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int itemCount() {
    return numberOfRow.length;
  }

  @Override
  public String itemId(int item) {
    return mirror.items().id(numberOfRow[item]);
  }

  @Override
  public void candidateVector(int item, float[] vector) {
    System.arraycopy(item(item).candidate(), 0, vector, 0, dimension);
  }

  @Override
  public void historyVector(int item, float[] vector) {
    System.arraycopy(item(item).history(), 0, vector, 0, dimension);
  }

  @Override
  public double popularity(int item) {
    MirroredItem row = item(item);
    return row.popularity(decay, mirror.livePairs(row.partition()));
  }

  @Override
  public double trend(int item) {
    MirroredItem row = item(item);
    return row.trend(decay, mirror.livePairs(row.partition()));
  }

  @Override
  public int neighbourCount() {
    return neighbourCount;
  }

  @Override
  public void neighbours(int item, int[] rows, float[] values) {
    affinities.copy(item, rows, values);
  }

  @Override
  public Optional<NeighbourCounts> neighbourCounts() {
    return Optional.of(affinities::copyCounts);
  }

  @Override
  public int userCount() {
    return userIds.size();
  }

  @Override
  public String userId(int user) {
    return userIds.get(user);
  }

  @Override
  public void userVector(int user, float[] vector) {
    mirror.users().vector(userIds.get(user), vector);
  }

  @Override
  public int[] history(int user) {
    return rows(mirror.users().history(userIds.get(user)));
  }

  @Override
  public int[] seen(int user) {
    return rows(mirror.users().seen(userIds.get(user)));
  }

  /** Entries of deleted items are there for those alone that still have a row. */
  @Override
  public List<CatalogueEntry> catalogue() {
    return mirror.catalogue().values().stream()
        .filter(entry -> !entry.isDeleted() || mirror.items().holds(entry.itemId()))
        .toList();
  }

  MirroredItem item(int row) {
    MirroredItem item = mirror.items().row(numberOfRow[row]);
    if (item == null) {
      throw new IllegalStateException("item row %d vanished while it was written".formatted(row));
    }
    return item;
  }

  /** The row of an {@link ItemMirror} number, or {@link #NO_ROW}. */
  int row(int number) {
    return rowOfNumber[number];
  }

  /** The {@link ItemMirror} number of a row. */
  int number(int row) {
    return numberOfRow[row];
  }

  private int[] rows(int[] numbers) {
    return Arrays.stream(numbers).map(this::row).filter(row -> row != NO_ROW).toArray();
  }
}
