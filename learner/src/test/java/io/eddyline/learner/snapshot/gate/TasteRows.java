package io.eddyline.learner.snapshot.gate;

import io.eddyline.learner.snapshot.SnapshotHeader;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Users and items of {@value #TASTES} tastes, each near one axis: item {@code i<n>} and user {@code
 * u<n>} are of taste n modulo {@value #TASTES}. A user has the first item of the taste.
 */
final class TasteRows implements SnapshotSource {
  static final int TASTES = 8;
  private static final double NOISE = 0.3;
  private static final Scoring SCORING = new Scoring(0.1f, 0, 0, 5, 0.8f, 0.5f, 0);

  private final int itemCount;
  private final int userCount;
  private final float[][] items;
  private final float[][] users;

  /**
   * @param seed of the noise
   * @param shift tastes by which the items are off: 0 suits the users
   * @param sign of all vectors, 1 or -1: the same to each other, another to those of before
   */
  TasteRows(long seed, int itemCount, int userCount, int shift, int sign) {
    SplittableRandom random = new SplittableRandom(seed);
    this.itemCount = itemCount;
    this.userCount = userCount;
    this.items = new float[itemCount][];
    this.users = new float[userCount][];
    for (int item = 0; item < itemCount; item++) {
      items[item] = near((item + shift) % TASTES, sign, random);
    }
    for (int user = 0; user < userCount; user++) {
      users[user] = near(user % TASTES, sign, random);
    }
  }

  private static float[] near(int taste, int sign, SplittableRandom random) {
    float[] vector = new float[TASTES];
    double squares = 0;
    for (int axis = 0; axis < TASTES; axis++) {
      vector[axis] = (float) ((axis == taste ? sign : 0) + NOISE * (random.nextDouble() - 0.5));
      squares += (double) vector[axis] * vector[axis];
    }
    for (int axis = 0; axis < TASTES; axis++) {
      vector[axis] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  /** A header with these values among the metrics. */
  static SnapshotHeader header(long version, @Nullable Long parent, Map<String, Double> metrics) {
    Map<String, Double> all = new HashMap<>(Map.of("item_effective_rank", 7.5));
    all.putAll(metrics);
    return new SnapshotHeader(
        "main",
        version,
        parent,
        1_700_000_000_000L + version,
        SCORING,
        new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of()),
        version,
        all);
  }

  /** Interactions of users with items of their taste that they do not have. */
  static List<FreshInteraction> fresh(int count, int itemCount, int userCount) {
    List<FreshInteraction> fresh = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int user = k % userCount;
      int ofTaste = 1 + (k / userCount + k) % (itemCount / TASTES - 1);
      fresh.add(new FreshInteraction("u" + user, "i" + (ofTaste * TASTES + user % TASTES)));
    }
    return fresh;
  }

  @Override
  public int dimension() {
    return TASTES;
  }

  @Override
  public int itemCount() {
    return itemCount;
  }

  @Override
  public String itemId(int item) {
    return "i" + item;
  }

  @Override
  public void candidateVector(int item, float[] vector) {
    System.arraycopy(items[item], 0, vector, 0, TASTES);
  }

  @Override
  public void historyVector(int item, float[] vector) {
    candidateVector(item, vector);
  }

  @Override
  public double popularity(int item) {
    return 1;
  }

  @Override
  public double trend(int item) {
    return 1;
  }

  @Override
  public int neighbourCount() {
    return 0;
  }

  @Override
  public void neighbours(int item, int[] rows, float[] affinities) {
    // none
  }

  @Override
  public int userCount() {
    return userCount;
  }

  @Override
  public String userId(int user) {
    return "u" + user;
  }

  @Override
  public void userVector(int user, float[] vector) {
    System.arraycopy(users[user], 0, vector, 0, TASTES);
  }

  @Override
  public int[] history(int user) {
    return new int[0];
  }

  @Override
  public int[] seen(int user) {
    return new int[] {user % TASTES};
  }

  @Override
  public List<CatalogueEntry> catalogue() {
    return List.of();
  }
}
