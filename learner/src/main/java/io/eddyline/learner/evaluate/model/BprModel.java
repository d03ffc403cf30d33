package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.train.Adagrad;

/**
 * Matrix factorisation by Bayesian personalised ranking (Rendle et al. 2009), one step an event,
 * negatives from the latest items of the stream, row-wise Adagrad.
 *
 * <pre>
 *   L = w/n sum_j log(1 + exp((u.e_j - u.e_i) / tau))       w the event's weight
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class BprModel implements StreamingModel {
  static final String NAME = "bpr";

  private final BprSettings settings;
  private final UserItems userItems;
  private final Generator generator;
  private final int dimension;
  private final float[][] users;
  private final float[] items;
  private final float[] userAccumulators;
  private final float[] itemAccumulators;
  private final int[] queue;
  private final int[] negatives;
  private final float[] coefficients;
  private final float[] query;
  private final float[] gradient;
  private final float[] userGradient;
  private long queued;

  BprModel(StreamShape shape, BprSettings settings) {
    this.settings = settings;
    this.userItems = shape.userItems();
    this.generator = new Generator(settings.seed());
    this.dimension = settings.dimension();
    this.users = new float[shape.userCount()][];
    this.items = new float[Math.multiplyExact(shape.itemCount(), dimension)];
    this.userAccumulators = new float[shape.userCount()];
    this.itemAccumulators = new float[shape.itemCount()];
    this.queue = new int[settings.queue()];
    this.negatives = new int[settings.negatives()];
    this.coefficients = new float[settings.negatives()];
    this.query = new float[dimension];
    this.gradient = new float[dimension];
    this.userGradient = new float[dimension];
    for (int user = 0; user < users.length; user++) {
      users[user] = new float[dimension];
      randomise(users[user]);
    }
    randomise(items);
  }

  @Override
  public void score(int user, int candidates, float[] scores) {
    VectorKernels.dotBlock(users[user], 0, items, candidates, dimension, scores, 0);
    float inverse = (float) (1 / settings.temperature());
    VectorKernels.scaleInto(inverse, scores, 0, scores, 0, candidates);
  }

  @Override
  public void train(int user, int item, float weight, long timeMs) {
    if (weight <= 0) {
      return;
    }
    int count = draw(user, item);
    if (count > 0) {
      step(user, item, weight, count);
    }
    queue[(int) (queued++ % queue.length)] = item;
  }

  private int draw(int user, int item) {
    int size = (int) Math.min(queued, queue.length);
    int count = 0;
    for (int draw = 0; draw < Math.min(size, negatives.length); draw++) {
      int other = queue[size <= negatives.length ? draw : generator.nextInt(size)];
      if (other != item && !userItems.has(user, other)) {
        negatives[count++] = other;
      }
    }
    return count;
  }

  private void step(int user, int item, float weight, int count) {
    System.arraycopy(users[user], 0, query, 0, dimension);
    VectorKernels.dotRows(query, 0, items, negatives, count, dimension, coefficients);
    float score = VectorKernels.dot(query, 0, items, item * dimension, dimension);
    double inverse = 1 / settings.temperature();
    float pull = 0;
    for (int k = 0; k < count; k++) {
      double margin = (score - coefficients[k]) * inverse;
      coefficients[k] = (float) (weight * inverse / (1 + Math.exp(margin)) / count);
      pull -= coefficients[k];
    }
    VectorKernels.scaleInto(0, userGradient, 0, userGradient, 0, dimension);
    VectorKernels.addScaledRows(coefficients, items, negatives, count, userGradient, 0, dimension);
    VectorKernels.addScaled(pull, items, item * dimension, userGradient, 0, dimension);
    for (int k = 0; k < count; k++) {
      moveItem(negatives[k], coefficients[k]);
    }
    moveItem(item, pull);
    userAccumulators[user] += Adagrad.meanSquare(userGradient, dimension);
    move(users[user], 0, userGradient, settings.userRate(), userAccumulators[user]);
  }

  private void moveItem(int item, float coefficient) {
    VectorKernels.scaleInto(coefficient, query, 0, gradient, 0, dimension);
    itemAccumulators[item] += Adagrad.meanSquare(gradient, dimension);
    move(items, item * dimension, gradient, settings.itemRate(), itemAccumulators[item]);
  }

  private void move(float[] row, int at, float[] rowGradient, double rate, float accumulator) {
    Adagrad.step(row, at, rowGradient, dimension, (float) rate, accumulator);
    float keep = (float) (1 - rate * settings.regularisation());
    VectorKernels.scaleInto(keep, row, at, row, at, dimension);
  }

  private void randomise(float[] vector) {
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) (settings.firstDeviation() * generator.nextGaussian());
    }
  }
}
