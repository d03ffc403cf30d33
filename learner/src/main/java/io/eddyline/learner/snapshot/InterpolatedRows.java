package io.eddyline.learner.snapshot;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Rows between those of a version and those of its parent: what users see changes by smaller steps,
 * and follows the stream later.
 *
 * <pre>
 *   users, history:  (1 - a) new + a old
 *   candidates:      normalise((1 - a) new + a old)       a: the factor, 0 to 1, exclusive
 * </pre>
 *
 * <p>Rows belong together by id; one that the parent does not have stays as it is. All else is the
 * new version's. Averages of weights along a training path are Polyak's (Polyak and Juditsky 1992);
 * over versions this one is exponential.
 *
 * <p>Threading: as its sources.
 */
public final class InterpolatedRows implements SnapshotSource {
  private static final int NONE = -1;
  private static final double EMPTY_NORM = 1e-12;

  private final SnapshotSource rows;
  private final SnapshotSource parent;
  private final float factor;
  private final int[] parentItems;
  private final int[] parentUsers;
  private final float[] old;

  /**
   * @param factor weight of the parent's rows, 0 to 1, exclusive
   */
  public InterpolatedRows(SnapshotSource rows, SnapshotSource parent, double factor) {
    if (rows.dimension() != parent.dimension()) {
      throw new IllegalArgumentException(
          "rows of dimension %d and parent's of %d"
              .formatted(rows.dimension(), parent.dimension()));
    }
    this.rows = rows;
    this.parent = parent;
    this.factor = (float) factor;
    this.old = new float[rows.dimension()];
    this.parentItems = match(rows.itemCount(), rows::itemId, parent.itemCount(), parent::itemId);
    this.parentUsers = match(rows.userCount(), rows::userId, parent.userCount(), parent::userId);
  }

  /* The parent's row of each row. */
  private static int[] match(
      int count, IntFunction<String> id, int parentCount, IntFunction<String> parentId) {
    Map<String, Integer> rowOfId = HashMap.newHashMap(parentCount);
    for (int row = 0; row < parentCount; row++) {
      rowOfId.put(parentId.apply(row), row);
    }
    int[] matches = new int[count];
    for (int row = 0; row < count; row++) {
      matches[row] = rowOfId.getOrDefault(id.apply(row), NONE);
    }
    return matches;
  }

  @Override
  public void candidateVector(int item, float[] vector) {
    rows.candidateVector(item, vector);
    if (parentItems[item] != NONE) {
      parent.candidateVector(parentItems[item], old);
      mix(vector);
      normalise(vector);
    }
  }

  @Override
  public void historyVector(int item, float[] vector) {
    rows.historyVector(item, vector);
    if (parentItems[item] != NONE) {
      parent.historyVector(parentItems[item], old);
      mix(vector);
    }
  }

  @Override
  public void userVector(int user, float[] vector) {
    rows.userVector(user, vector);
    if (parentUsers[user] != NONE) {
      parent.userVector(parentUsers[user], old);
      mix(vector);
    }
  }

  private void mix(float[] vector) {
    for (int at = 0; at < vector.length; at++) {
      vector[at] = (1 - factor) * vector[at] + factor * old[at];
    }
  }

  private static void normalise(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double norm = Math.sqrt(squares);
    for (int at = 0; at < vector.length && norm > EMPTY_NORM; at++) {
      vector[at] = (float) (vector[at] / norm);
    }
  }

  @Override
  public int dimension() {
    return rows.dimension();
  }

  @Override
  public int itemCount() {
    return rows.itemCount();
  }

  @Override
  public String itemId(int item) {
    return rows.itemId(item);
  }

  @Override
  public double popularity(int item) {
    return rows.popularity(item);
  }

  @Override
  public double trend(int item) {
    return rows.trend(item);
  }

  @Override
  public int neighbourCount() {
    return rows.neighbourCount();
  }

  @Override
  public void neighbours(int item, int[] neighbours, float[] affinities) {
    rows.neighbours(item, neighbours, affinities);
  }

  @Override
  public Optional<NeighbourCounts> neighbourCounts() {
    return rows.neighbourCounts();
  }

  @Override
  public int userCount() {
    return rows.userCount();
  }

  @Override
  public String userId(int user) {
    return rows.userId(user);
  }

  @Override
  public int[] history(int user) {
    return rows.history(user);
  }

  @Override
  public int[] seen(int user) {
    return rows.seen(user);
  }

  @Override
  public List<CatalogueEntry> catalogue() {
    return rows.catalogue();
  }
}
