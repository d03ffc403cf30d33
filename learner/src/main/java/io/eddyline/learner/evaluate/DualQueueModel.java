package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;

/**
 * The learner itself, in one process.
 *
 * <p>Threading: one thread.
 */
final class DualQueueModel implements StreamingModel {
  static final String NAME = "dual-queue";

  private final EvaluationEvents events;
  private final LocalLearner learner;

  DualQueueModel(EvaluationEvents events, LearnerSettings settings) {
    if (!settings.rows().areUnbounded()) {
      throw new IllegalArgumentException(
          "learning.rows %s: expected the defaults, since every item is ranked in every event"
              .formatted(settings.rows()));
    }
    this.events = events;
    this.learner = new LocalLearner(settings);
  }

  @Override
  public void score(int user, int candidates, float[] scores) {
    learner.ranker().score(learner.users().find(events.userId(user)), candidates, scores);
  }

  @Override
  public void train(int event) {
    int user = learner.user(events.userId(events.user(event)));
    int item = learner.item(events.itemId(events.item(event)));
    assert item == events.item(event) : "items are numbered by first event on both sides";
    learner.train(user, item, 1, Polarity.POSITIVE, true, events.timeMs(event));
  }
}
