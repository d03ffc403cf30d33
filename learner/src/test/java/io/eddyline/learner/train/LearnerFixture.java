package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.config.RecordSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A user side over a replica of random items, with a sink that records. */
final class LearnerFixture {
  static final int DIMENSION = 16;

  /** Recorded copies, never compared as a whole. */
  @SuppressWarnings("ArrayRecordComponent")
  record Pair(int item, int user, float weight, float[] key, int[] seen, boolean live) {}

  /** Recorded copies, never compared as a whole. */
  @SuppressWarnings("ArrayRecordComponent")
  record Follow(float[] gradient, float weight, int[] items, float[] coefficients) {}

  /** Recorded copies, never compared as a whole. */
  @SuppressWarnings("ArrayRecordComponent")
  record Visit(int item, float weight, int[] previous) {}

  final LearnerSettings settings;
  final Generator random = new Generator(11);
  final ItemReplica replica;
  final UserTable users;
  final UserSide side;
  final List<Pair> pairs = new ArrayList<>();
  final List<Integer> counted = new ArrayList<>();
  final List<String> sighted = new ArrayList<>();
  final List<Visit> visits = new ArrayList<>();
  final List<Follow> follows = new ArrayList<>();

  LearnerFixture(int replays) {
    this(settings(replays));
  }

  LearnerFixture(LearnerSettings settings) {
    this.settings = settings;
    this.replica =
        new ItemReplica(
            new FirstVector(1, DIMENSION), new PopularityDecay(1000, 100, 1), 1, id -> 0);
    this.users = new UserTable(DIMENSION, settings.historyLength(), settings.seenLimit());
    this.side = new UserSide(settings, users, replica, new Recorder(), new Generator(5));
  }

  static LearnerSettings settings(int replays) {
    return settings(replays, 0);
  }

  static LearnerSettings settings(int replays, double reversedReplays) {
    return RecordSettings.bind(
        LearnerSettings.class,
        Map.ofEntries(
            Map.entry("momentum", "0.9"),
            Map.entry("item-temperature", "0.15"),
            Map.entry("reversed-replays", String.valueOf(reversedReplays)),
            Map.entry("dimension", String.valueOf(DIMENSION)),
            Map.entry("history-length", "5"),
            Map.entry("negatives", "16"),
            Map.entry("item-queue", "32"),
            Map.entry("user-queue", "32"),
            Map.entry("temperature", "0.2"),
            Map.entry("replays", String.valueOf(replays)),
            Map.entry("reservoir", "1000"),
            Map.entry("seen-limit", "64"),
            Map.entry("pair-seen-limit", "20"),
            Map.entry("popularity-half-life", "1000")));
  }

  /** An item whose vectors are random. */
  int item(String id) {
    int ordinal = replica.ordinalOf(id);
    ItemImage image = new ItemImage(DIMENSION);
    image.ordinal = 100 + ordinal;
    image.updates = 1;
    image.popularity = 1;
    for (int k = 0; k < DIMENSION; k++) {
      image.vector[k] = (float) random.nextGaussian();
      image.momentum[k] = (float) random.nextGaussian();
      image.context[k] = 0.1f * (float) random.nextGaussian();
    }
    replica.apply(ordinal, image);
    return ordinal;
  }

  /** A user with random vectors and these items in the history, oldest first. */
  int user(String id, int... history) {
    int row = users.findOrAdd(id);
    users.vectors().write(row, unit());
    users.momenta().write(row, unit());
    for (int item : history) {
      users.remember(row, item, 1, 0);
      users.seen(row).add(item);
    }
    return row;
  }

  float[] unit() {
    double[] vector = new double[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] = random.nextGaussian();
    }
    double norm = NaiveContrast.norm(vector);
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] /= norm;
    }
    return NaiveContrast.toFloats(vector);
  }

  float[] key(int item) {
    float[] key = new float[DIMENSION];
    replica.readKey(item, key, 0);
    return key;
  }

  double[] vector(int user) {
    float[] vector = new float[DIMENSION];
    users.vectors().read(user, vector);
    return NaiveContrast.toDoubles(vector);
  }

  double[] momentum(int user) {
    float[] vector = new float[DIMENSION];
    users.momenta().read(user, vector);
    return NaiveContrast.toDoubles(vector);
  }

  /** {@code sum_a w_a h(j_a) / sqrt(sum_a w_a) + lastItemWeight h(j_0)}, newest first. */
  double[] pooled(int... newestFirst) {
    double sum = 0;
    for (int age = 0; age < newestFirst.length; age++) {
      sum += Math.pow(settings.historyDecay(), age);
    }
    double[] pooled = new double[DIMENSION];
    for (int age = 0; age < newestFirst.length; age++) {
      double weight = Math.pow(settings.historyDecay(), age) / Math.sqrt(sum);
      weight += age == 0 ? settings.lastItemWeight() : 0;
      float[] history = new float[DIMENSION];
      replica.addHistories(new float[] {1}, new int[] {newestFirst[age]}, 1, history);
      for (int k = 0; k < DIMENSION; k++) {
        pooled[k] += weight * history[k];
      }
    }
    return pooled;
  }

  static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int k = 0; k < a.length; k++) {
      sum[k] += b[k];
    }
    return sum;
  }

  private final class Recorder implements ItemUpdateSink {
    @Override
    public void pair(
        int item,
        int user,
        float weight,
        float[] userKey,
        int[] seen,
        int seenCount,
        boolean live) {
      pairs.add(
          new Pair(item, user, weight, userKey.clone(), Arrays.copyOf(seen, seenCount), live));
    }

    @Override
    public void visited(int item, float weight, int[] previous, int count) {
      visits.add(new Visit(item, weight, Arrays.copyOf(previous, count)));
    }

    @Override
    public void count(int item) {
      counted.add(item);
    }

    @Override
    public void sighted(String itemId) {
      sighted.add(itemId);
    }

    @Override
    public void follow(
        float[] gradient, float weight, int[] items, float[] coefficients, int count) {
      follows.add(
          new Follow(
              gradient.clone(),
              weight,
              Arrays.copyOf(items, count),
              Arrays.copyOf(coefficients, count)));
    }
  }
}
