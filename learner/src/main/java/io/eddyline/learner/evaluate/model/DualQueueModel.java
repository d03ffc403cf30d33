package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.WarmUp;

/**
 * The learner itself, in one process.
 *
 * <p>Threading: one thread.
 */
final class DualQueueModel implements RecallingModel {
  static final String NAME = "dual-queue";

  private final StreamShape shape;
  private final LocalLearner learner;

  DualQueueModel(StreamShape shape, LearnerSettings settings) {
    if (!settings.rows().areUnbounded()) {
      throw new IllegalArgumentException(
          "learning.rows %s: expected the defaults, since every item is ranked in every event"
              .formatted(settings.rows()));
    }
    this.shape = shape;
    if (shape.eventCount() > WarmUp.EVENTS) {
      WarmUp.run(settings);
    }
    this.learner = new LocalLearner(settings);
  }

  @Override
  public void score(int user, int candidates, float[] scores) {
    learner.ranker().score(row(user), candidates, scores);
  }

  @Override
  public int[] history(int user) {
    return learner.ranker().history(row(user));
  }

  @Override
  public void score(int user, int[] history, int candidates, float[] scores) {
    learner.ranker().score(row(user), history, candidates, scores);
  }

  @Override
  public void train(int user, int item, float weight, long timeMs) {
    int ordinal = learner.item(shape.itemId().apply(item));
    assert ordinal == item : "items are numbered by first event on both sides";
    Polarity polarity = weight < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
    learner.train(row(user), ordinal, Math.abs(weight), polarity, true, timeMs);
  }

  private int row(int user) {
    return learner.user(shape.userId().apply(user));
  }
}
