package io.eddyline.k8s.bench.catalogue;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A larger catalogue like a real one: every real item and so many like it, as near to it as the
 * nearest real items are to each other.
 *
 * <pre>
 *   e'   = normalise(e + noise)     |noise| = sqrt(1 / c^2 - 1)     c = mean cosine to the nearest item
 *   popularity' = popularity * exp(z) / 3                           z = standard normal
 *   affinity'   = affinity * uniform(0.5, 1), to an item like the neighbour
 * </pre>
 *
 * <p>Users are the real ones; their histories hold items like the real ones.
 */
final class GrownRows implements SnapshotSource {
  private static final int SAMPLED_ITEMS = 300;

  private final SnapshotSource real;
  private final int items;
  private final int realItems;
  private final int copies;
  private final double noise;

  /**
   * @param items at least the real ones
   */
  GrownRows(SnapshotSource real, int items) {
    this.real = real;
    this.items = items;
    this.realItems = real.itemCount();
    this.copies = Math.max(1, items / realItems);
    double cosine = nearestCosine();
    this.noise = Math.sqrt((1 / (cosine * cosine) - 1) / real.dimension());
  }

  private double nearestCosine() {
    float[] vector = new float[real.dimension()];
    float[] other = new float[real.dimension()];
    double sum = 0;
    for (int sample = 0; sample < SAMPLED_ITEMS; sample++) {
      int item = (int) ((long) sample * realItems / SAMPLED_ITEMS);
      real.candidateVector(item, vector);
      float nearest = -1;
      for (int candidate = 0; candidate < realItems; candidate++) {
        if (candidate != item) {
          real.candidateVector(candidate, other);
          nearest = Math.max(nearest, VectorKernels.dot(vector, 0, other, 0, vector.length));
        }
      }
      sum += nearest;
    }
    return sum / SAMPLED_ITEMS;
  }

  @Override
  public int dimension() {
    return real.dimension();
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
    real.candidateVector(item % realItems, vector);
    if (item >= realItems) {
      SplittableRandom random = new SplittableRandom(item);
      for (int at = 0; at < vector.length; at++) {
        vector[at] += (float) (noise * random.nextGaussian());
      }
      VectorKernels.normalizeInto(vector, 0, vector, 0, vector.length);
    }
  }

  @Override
  public void historyVector(int item, float[] vector) {
    real.historyVector(item % realItems, vector);
  }

  @Override
  public double popularity(int item) {
    double factor = Math.exp(new SplittableRandom(~item).nextGaussian()) / 3;
    return real.popularity(item % realItems) * factor;
  }

  @Override
  public double trend(int item) {
    return popularity(item);
  }

  @Override
  public int neighbourCount() {
    return real.neighbourCount();
  }

  @Override
  public void neighbours(int item, int[] rows, float[] affinities) {
    real.neighbours(item % realItems, rows, affinities);
    SplittableRandom random = new SplittableRandom(3L * item);
    for (int at = 0; at < rows.length && affinities[at] > 0; at++) {
      rows[at] += realItems * random.nextInt(copies);
      affinities[at] *= random.nextFloat(0.5f, 1);
    }
  }

  @Override
  public int userCount() {
    return real.userCount();
  }

  @Override
  public String userId(int user) {
    return real.userId(user);
  }

  @Override
  public void userVector(int user, float[] vector) {
    real.userVector(user, vector);
  }

  @Override
  public int[] history(int user) {
    SplittableRandom random = new SplittableRandom(user);
    int[] history = real.history(user);
    for (int age = 0; age < history.length; age++) {
      history[age] += realItems * random.nextInt(copies);
    }
    return history;
  }

  @Override
  public int[] seen(int user) {
    return history(user);
  }

  @Override
  public List<CatalogueEntry> catalogue() {
    return List.of();
  }
}
