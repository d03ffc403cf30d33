package io.eddyline.k8s.swap;

import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A snapshot source of random unit vectors: item {@code i<row>}, user {@code u<row>} with a history
 * of ten. Rows are made anew at each call, from the seed and the row.
 */
final class RandomRows implements SnapshotSource {
  private static final int HISTORY = 10;
  private static final int NEIGHBOURS = 20;

  private final long seed;
  private final int items;
  private final int users;
  private final int dimension;

  RandomRows(long seed, int items, int users, int dimension) {
    this.seed = seed;
    this.items = items;
    this.users = users;
    this.dimension = dimension;
  }

  private SplittableRandom random(int kind, int row) {
    return new SplittableRandom((seed * 31 + kind) * 1_000_003 + row);
  }

  private void unit(SplittableRandom random, float[] vector) {
    double square = 0;
    for (int at = 0; at < dimension; at++) {
      vector[at] = (float) random.nextDouble(-1, 1);
      square += vector[at] * vector[at];
    }
    for (int at = 0; at < dimension; at++) {
      vector[at] /= (float) Math.sqrt(square);
    }
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int itemCount() {
    return items;
  }

  @Override
  public String itemId(int item) {
    return "i" + item;
  }

  @Override
  public void candidateVector(int item, float[] vector) {
    unit(random(1, item), vector);
  }

  @Override
  public void historyVector(int item, float[] vector) {
    unit(random(2, item), vector);
  }

  @Override
  public double popularity(int item) {
    return 1_000.0 / (1 + item);
  }

  @Override
  public double trend(int item) {
    return 100.0 / (1 + item);
  }

  @Override
  public int neighbourCount() {
    return NEIGHBOURS;
  }

  @Override
  public void neighbours(int item, int[] rows, float[] affinities) {
    SplittableRandom random = random(3, item);
    for (int at = 0; at < NEIGHBOURS; at++) {
      rows[at] = random.nextInt(items);
      affinities[at] = 0.5f / (1 + at);
    }
  }

  @Override
  public int userCount() {
    return users;
  }

  @Override
  public String userId(int user) {
    return "u" + user;
  }

  @Override
  public void userVector(int user, float[] vector) {
    unit(random(4, user), vector);
  }

  @Override
  public int[] history(int user) {
    return random(5, user).ints(0, items).distinct().limit(Math.min(HISTORY, items)).toArray();
  }

  @Override
  public int[] seen(int user) {
    return Arrays.stream(history(user)).sorted().toArray();
  }

  @Override
  public List<CatalogueEntry> catalogue() {
    return IntStream.range(0, Math.min(items, 1_000))
        .mapToObj(item -> new CatalogueEntry(itemId(item), "Title " + item, Map.of(), true))
        .toList();
  }
}
