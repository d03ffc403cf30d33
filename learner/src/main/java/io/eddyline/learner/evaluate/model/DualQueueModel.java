package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.learner.train.WarmUp;

/**
 * The learner itself, in one process. Its scores hold the prior, with weights that it tunes itself.
 *
 * <p>Threading: one thread.
 */
final class DualQueueModel implements RecallingModel {
  static final String NAME = "dual-queue";

  private final StreamShape shape;
  private final LocalLearner learner;
  private final ScoreTuner tuner;

  DualQueueModel(StreamShape shape, LearnerSettings settings) {
    settings.rows().requireUnbounded();
    this.shape = shape;
    if (shape.eventCount() > WarmUp.EVENTS) {
      WarmUp.run(settings);
    }
    this.learner = new LocalLearner(settings);
    this.tuner = new ScoreTuner(settings.scoring(), settings.score());
  }

  @Override
  public void score(int user, int candidates, float[] scores) {
    learner.ranker().score(row(user), candidates, tuner.scoring(), scores);
  }

  @Override
  public int[] history(int user) {
    return learner.ranker().history(row(user));
  }

  @Override
  public void score(int user, int[] history, int candidates, float[] scores) {
    learner.ranker().score(row(user), history, candidates, tuner.scoring(), scores);
  }

  @Override
  public void train(int user, int item, float weight, long timeMs) {
    int ordinal = learner.item(shape.itemId().apply(item));
    assert ordinal == item : "items are numbered by first event on both sides";
    Polarity polarity = weight < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
    learner.train(row(user), ordinal, Math.abs(weight), polarity, true, timeMs);
  }

  @Override
  public void tune(int user, int item) {
    if (tuner.sampleNext()) {
      learner.ranker().tune(row(user), item, tuner);
    }
  }

  private int row(int user) {
    return learner.user(shape.userId().apply(user));
  }
}
