package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.schemas.snapshot.Calibration;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Fits the relevance of a snapshot's scores: of what a user chose last, scored by what he had
 * chosen before, against an item drawn at random from those that he does not have.
 *
 * <pre>
 *   p(s) = 1 / (1 + exp(-(a s + b)))
 *   a, b = argmin  -sum_chosen t log p(s) + (1 - t) log(1 - p(s))          t = (n + 1) / (n + 2)
 *                  -sum_random u log p(s) + (1 - u) log(1 - p(s))          u = 1 / (n + 2)
 * </pre>
 *
 * <p>There are as many chosen as random ones, n, so a relevance of one half is a score that both
 * have equally often. The users' rows have been trained on what they chose, so that relevances are
 * rather too high for choices to come. By Newton's method with halved steps.
 *
 * <p>Platt: Probabilistic Outputs for Support Vector Machines, 1999, with its targets; Lin, Lin,
 * Weng: A Note on Platt's Probabilistic Outputs, Machine Learning 68, 2007, algorithm 1.
 *
 * <p>Threading: stateless.
 */
final class RelevanceFit {
  private static final int USERS = 1_000;
  private static final int MIN_USERS = 50;
  private static final int TRIES = 20;
  private static final int MAX_STEPS = 50;
  private static final double RIDGE = 1e-9;
  private static final double CONVERGED = 1e-8;
  private static final double LEAST_STEP = 1e-6;

  private final double[] scores;
  private final double[] targets;

  private RelevanceFit(double[] scores, double[] targets) {
    this.scores = scores;
    this.targets = targets;
  }

  /**
   * The fit over users spread evenly over the rows.
   *
   * @param seed of the random items
   * @return null if too few users have a history, or if what they chose scores no higher
   */
  static @Nullable Calibration of(SnapshotSource source, Scoring scoring, long seed) {
    int users = Math.min(USERS, source.userCount());
    double[] scores = new double[2 * users];
    SplittableRandom random = new SplittableRandom(seed);
    int count = 0;
    for (int index = 0; index < users; index++) {
      int user = (int) ((long) index * source.userCount() / users);
      int[] history = source.history(user);
      int other = history.length < 2 ? -1 : unseen(source, user, random);
      if (other >= 0) {
        PreparedQuery query = PreparedQuery.of(before(user, history, scoring), source, scoring);
        scores[count++] = score(source, scoring, query, history[0]);
        scores[count++] = score(source, scoring, query, other);
      }
    }
    return count < 2 * MIN_USERS ? null : fit(Arrays.copyOf(scores, count));
  }

  /**
   * The fit of pairs.
   *
   * @param pairs the score of a chosen item, then that of a random one, and so on
   */
  static @Nullable Calibration fit(double[] pairs) {
    double high = (pairs.length / 2.0 + 1) / (pairs.length / 2.0 + 2);
    double[] targets = new double[pairs.length];
    for (int index = 0; index < pairs.length; index++) {
      targets[index] = index % 2 == 0 ? high : 1 - high;
    }
    double[] fitted = new RelevanceFit(pairs, targets).newton();
    boolean rises = fitted[0] > 0 && Double.isFinite(fitted[0]) && Double.isFinite(fitted[1]);
    return rises ? new Calibration(fitted[0], fitted[1]) : null;
  }

  private static Query before(int user, int[] history, Scoring scoring) {
    return new Query(
        user + 1,
        Arrays.stream(history).skip(1).limit(scoring.historyLength()).boxed().toList(),
        List.of());
  }

  /** An item that the user does not have, -1 if none was found. */
  private static int unseen(SnapshotSource source, int user, SplittableRandom random) {
    int[] seen = source.seen(user);
    int[] history = source.history(user);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      int item = random.nextInt(source.itemCount());
      if (Arrays.stream(seen).noneMatch(it -> it == item)
          && Arrays.stream(history).noneMatch(it -> it == item)) {
        return item;
      }
    }
    return -1;
  }

  private static double score(
      SnapshotSource source, Scoring scoring, PreparedQuery query, int item) {
    float[] vector = new float[source.dimension()];
    source.candidateVector(item, vector);
    return query.cosine(vector) / scoring.temperature()
        + scoring.prior((float) source.popularity(item), (float) source.trend(item))
        + query.affinity(item);
  }

  /** Slope and intercept. */
  private double[] newton() {
    double a = 0;
    double b = 0;
    double loss = loss(a, b);
    for (int step = 0; step < MAX_STEPS; step++) {
      double gradientA = 0;
      double gradientB = 0;
      double aa = RIDGE;
      double ab = 0;
      double bb = RIDGE;
      for (int index = 0; index < scores.length; index++) {
        double p = 1 / (1 + Math.exp(-(a * scores[index] + b)));
        double difference = p - targets[index];
        double curvature = p * (1 - p);
        gradientA += difference * scores[index];
        gradientB += difference;
        aa += curvature * scores[index] * scores[index];
        ab += curvature * scores[index];
        bb += curvature;
      }
      if (Math.abs(gradientA) < CONVERGED && Math.abs(gradientB) < CONVERGED) {
        break;
      }
      double determinant = aa * bb - ab * ab;
      double stepA = -(bb * gradientA - ab * gradientB) / determinant;
      double stepB = -(aa * gradientB - ab * gradientA) / determinant;
      double size = 1;
      double tried = loss(a + stepA, b + stepB);
      while (!(tried <= loss) && size > LEAST_STEP) {
        size /= 2;
        tried = loss(a + size * stepA, b + size * stepB);
      }
      if (!(tried < loss)) {
        break;
      }
      a += size * stepA;
      b += size * stepB;
      loss = tried;
    }
    return new double[] {a, b};
  }

  /* log(1 + exp(-z)) without overflow, plus what the target lacks to 1 */
  private double loss(double a, double b) {
    double loss = 0;
    for (int index = 0; index < scores.length; index++) {
      double z = a * scores[index] + b;
      loss += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(-z, 0) + (1 - targets[index]) * z;
    }
    return loss;
  }
}
