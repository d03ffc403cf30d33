package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;

/**
 * A two-tower model trained by sampled softmax with the gradient into every vector that takes part,
 * the negatives' among them, and the correction for the sampling (Bengio, Senécal 2008; as in Yi et
 * al. 2019, "Sampling-bias-corrected neural modeling for large corpus item recommendations").
 *
 * <pre>
 *   raw   = e_u + h sum_a d^a v(j_a) / sqrt(sum_a d^a) + l v(j_0)    v(j) = e_j / |e_j|, j_a the history
 *   q     = raw / |raw|
 *   z_k   = q.v(k) / tau - log Q(k)                                  k: the item and the negatives
 *   L     = w (log sum_k exp(z_k) - z_i)                             w the event's weight
 *   score = q.v(x) / tau
 * </pre>
 *
 * The item leaves its own history out. Row-wise Adagrad; the history's gradient goes into its
 * latest items alone. A length below 0.1 of the query counts as 0.1.
 *
 * <p>Threading: one thread.
 */
final class SoftmaxModel implements StreamingModel {
  static final String NAME = "softmax";
  private static final float SHORTEST_QUERY = 0.1f;
  private static final float SHORTEST_VECTOR = 1e-8f;
  /* A negative less likely than this gets no gradient. */
  private static final float LEAST_SHARE = 1e-5f;

  private final SoftmaxSettings settings;
  private final int dimension;
  private final UserHistories histories;
  private final SoftmaxNegatives negatives;
  private final FactorTable users;
  private final FactorTable items;
  private final FactorTable units;
  private final float[] norms;
  private final int[] pooled;
  private final float[] coefficients;
  private final float[] logits;
  private final float[] query;
  private final float[] queryGradient;
  private final float[] gradient;
  private int pooledCount;
  private float queryNorm;

  SoftmaxModel(StreamShape shape, SoftmaxSettings settings, double popularityHalfLife) {
    Generator generator = new Generator(settings.seed());
    this.settings = settings;
    this.dimension = settings.dimension();
    this.histories = new UserHistories(shape.userCount());
    this.negatives = new SoftmaxNegatives(shape, settings, popularityHalfLife, generator);
    this.users = new FactorTable(shape.userCount(), dimension);
    this.items = new FactorTable(shape.itemCount(), dimension);
    this.units = new FactorTable(shape.itemCount(), dimension);
    this.norms = new float[shape.itemCount()];
    this.pooled = new int[settings.historyLength()];
    this.coefficients = new float[settings.historyLength()];
    this.logits = new float[settings.negatives() + 1];
    this.query = new float[dimension];
    this.queryGradient = new float[dimension];
    this.gradient = new float[dimension];
    items.randomise(generator, 1 / Math.sqrt(dimension));
    for (int item = 0; item < shape.itemCount(); item++) {
      normalise(item);
    }
  }

  @Override
  public void score(int user, int candidates, float[] scores) {
    pool(user, -1);
    float inverse = (float) (1 / settings.temperature());
    VectorKernels.scaleInto(inverse, query, 0, query, 0, dimension);
    units.dotAll(query, candidates, scores);
  }

  @Override
  public void train(int user, int item, float weight, long timeMs) {
    boolean isPositive = weight > 0;
    if (isPositive) {
      pool(user, item);
      negatives.draw(user, item);
      if (negatives.count() > 0) {
        step(user, item, weight);
      }
      histories.add(user, item);
    }
    negatives.add(item, isPositive);
  }

  /** The vectors e_u. */
  FactorTable users() {
    return users;
  }

  /** The vectors e_j. */
  FactorTable items() {
    return items;
  }

  /* The query without the item, and what its history items count for. */
  private void pool(int user, int item) {
    users.copyTo(user, query);
    pooledCount = 0;
    double total = 0;
    double weight = 1;
    int size = histories.size(user);
    for (int age = 0; age < size && pooledCount < pooled.length; age++) {
      int other = histories.item(user, size, age);
      if (other != item) {
        pooled[pooledCount] = other;
        coefficients[pooledCount++] = (float) weight;
        total += weight;
        weight *= settings.historyDecay();
      }
    }
    float factor = (float) (settings.historyWeight() / Math.sqrt(total));
    for (int k = 0; k < pooledCount; k++) {
      coefficients[k] *= factor;
      coefficients[k] += k == 0 ? (float) settings.lastItemWeight() : 0;
      units.addScaledTo(coefficients[k], pooled[k], query);
    }
    queryNorm = VectorKernels.normalizeInto(query, 0, query, 0, dimension);
  }

  private void step(int user, int item, float weight) {
    int count = negatives.count();
    shares(item, count, weight);
    Arrays.fill(queryGradient, 0);
    VectorKernels.addScaledRows(
        logits, units.values(), negatives.items, count, queryGradient, 0, dimension);
    units.addScaledTo(logits[count], item, queryGradient);
    float least = (float) (LEAST_SHARE * weight / settings.temperature());
    for (int k = 0; k < count; k++) {
      if (logits[k] >= least) {
        moveItem(negatives.items[k], logits[k], query);
      }
    }
    moveItem(item, logits[count], query);
    float along = VectorKernels.dot(queryGradient, 0, query, 0, dimension);
    VectorKernels.addScaled(-along, query, 0, queryGradient, 0, dimension);
    float inverse = 1 / Math.max(queryNorm, SHORTEST_QUERY);
    VectorKernels.scaleInto(inverse, queryGradient, 0, queryGradient, 0, dimension);
    users.descend(user, queryGradient, settings.userRate());
    for (int k = 0; k < Math.min(pooledCount, settings.trainedHistory()); k++) {
      moveItem(pooled[k], coefficients[k], queryGradient);
    }
  }

  /* logits[0, count): dL/d(q.v) of the negatives; logits[count]: that of the item. */
  private void shares(int item, int count, float weight) {
    VectorKernels.dotRows(query, 0, units.values(), negatives.items, count, dimension, logits);
    logits[count] = units.dot(item, query);
    float inverse = (float) (1 / settings.temperature());
    for (int k = 0; k <= count; k++) {
      int row = k == count ? item : negatives.items[k];
      logits[k] = logits[k] * inverse - (float) negatives.logProbability(row);
    }
    float sum = VectorKernels.expInPlace(logits, VectorKernels.max(logits, count + 1), count + 1);
    float scale = weight * inverse / sum;
    VectorKernels.scaleInto(scale, logits, 0, logits, 0, count + 1);
    logits[count] -= weight * inverse;
  }

  /* A step against factor * vector as the gradient with respect to v(item). */
  private void moveItem(int item, float factor, float[] vector) {
    float along = units.dot(item, vector);
    float scale = factor / norms[item];
    VectorKernels.scaleInto(scale, vector, 0, gradient, 0, dimension);
    units.addScaledTo(-scale * along, item, gradient);
    items.descend(item, gradient, settings.itemRate());
    normalise(item);
  }

  private void normalise(int item) {
    int at = items.offset(item);
    float norm = VectorKernels.normalizeInto(items.values(), at, units.values(), at, dimension);
    norms[item] = Math.max(norm, SHORTEST_VECTOR);
  }
}
