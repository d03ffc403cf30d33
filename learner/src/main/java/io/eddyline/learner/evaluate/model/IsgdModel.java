package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;

/**
 * Incremental matrix factorisation from positive feedback (ISGD: Vinagre, Jorge, Gama 2014, "Fast
 * incremental matrix factorization for recommendation with positive-only feedback").
 *
 * <pre>
 *   err = 1 - a_u.b_i
 *   a_u += w rate (err b_i - l a_u)       both from the values before the step
 *   b_i += w rate (err a_u - l b_i)       w the event's weight, l the shrinkage
 *   score = a_u.b_i / tau
 * </pre>
 *
 * <p>Deviates from the paper: candidates are ordered by the score, not by its distance from 1, so
 * that a popularity prior can be added; and after each event past ones are trained again, without
 * which it hardly learns.
 *
 * <p>Threading: one thread.
 */
final class IsgdModel implements StreamingModel {
  static final String NAME = "isgd";

  private final IsgdSettings settings;
  private final Generator generator;
  private final FactorTable users;
  private final FactorTable items;
  private final EventLog log = new EventLog();
  private final float[] user;
  private final float[] item;

  IsgdModel(StreamShape shape, IsgdSettings settings) {
    this.settings = settings;
    this.generator = new Generator(settings.seed());
    this.users = new FactorTable(shape.userCount(), settings.dimension());
    this.items = new FactorTable(shape.itemCount(), settings.dimension());
    this.user = new float[settings.dimension()];
    this.item = new float[settings.dimension()];
    users.randomise(generator, settings.firstDeviation());
    items.randomise(generator, settings.firstDeviation());
  }

  @Override
  public void score(int userRow, int candidates, float[] scores) {
    users.copyTo(userRow, user);
    float inverse = (float) (1 / settings.temperature());
    VectorKernels.scaleInto(inverse, user, 0, user, 0, user.length);
    items.dotAll(user, candidates, scores);
  }

  @Override
  public void train(int userRow, int itemRow, float weight, long timeMs) {
    if (weight <= 0) {
      return;
    }
    step(userRow, itemRow, weight);
    for (int replay = 0; replay < settings.replays() && log.size() > 0; replay++) {
      int past = generator.nextInt(log.size());
      step(log.user(past), log.item(past), 1);
    }
    log.add(userRow, itemRow);
  }

  /** The vectors a_u. */
  FactorTable users() {
    return users;
  }

  /** The vectors b_i. */
  FactorTable items() {
    return items;
  }

  private void step(int userRow, int itemRow, float weight) {
    users.copyTo(userRow, user);
    items.copyTo(itemRow, item);
    float error = 1 - VectorKernels.dot(user, 0, item, 0, user.length);
    move(users, userRow, item, weight * settings.userRate(), error);
    move(items, itemRow, user, weight * settings.itemRate(), error);
  }

  private void move(FactorTable table, int row, float[] other, double rate, float error) {
    table.scale(row, (float) (1 - rate * settings.regularisation()));
    table.add(row, (float) rate * error, other);
  }
}
