package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.learner.train.WarmUp;
import java.util.Arrays;

/**
 * The learner itself, in one process. Its scores hold the prior, with weights that it tunes itself.
 * Each id is looked up once: rows never move here.
 *
 * <p>Threading: one thread.
 */
final class DualQueueModel implements RecallingModel {
  static final String NAME = "dual-queue";

  private static final int UNKNOWN = -1;

  private final StreamShape shape;
  private final LocalLearner learner;
  private final ScoreTuner tuner;
  private final int[] rows;
  private int knownItems;

  DualQueueModel(StreamShape shape, LearnerSettings settings) {
    settings.rows().requireUnbounded();
    this.shape = shape;
    if (shape.eventCount() > WarmUp.EVENTS) {
      WarmUp.run(settings);
    }
    this.learner = new LocalLearner(settings);
    this.tuner = new ScoreTuner(settings.scoring(), settings.score());
    this.rows = new int[shape.userCount()];
    Arrays.fill(rows, UNKNOWN);
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
    for (; knownItems <= item; knownItems++) {
      int ordinal = learner.item(shape.itemId().apply(knownItems));
      assert ordinal == knownItems : "items are numbered by first event on both sides";
    }
    Polarity polarity = weight < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
    learner.train(row(user), item, Math.abs(weight), polarity, true, timeMs);
  }

  @Override
  public void tune(int user, int item) {
    if (tuner.sampleNext()) {
      learner.ranker().tune(row(user), item, tuner);
    }
  }

  private int row(int user) {
    if (rows[user] == UNKNOWN) {
      rows[user] = learner.user(shape.userId().apply(user));
    }
    return rows[user];
  }
}
