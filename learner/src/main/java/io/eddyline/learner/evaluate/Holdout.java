package io.eddyline.learner.evaluate;

import io.eddyline.learner.evaluate.model.DecayedPopularity;
import io.eddyline.learner.evaluate.model.StreamingModel;
import io.eddyline.learner.evaluate.model.UserItems;
import java.util.Arrays;

/**
 * Learn, then rank: the training events in stream order, as often as asked; then the held-out items
 * of every user among all learnt items without the user's own.
 *
 * <pre>
 *   held-out item not learnt        a miss
 *   user not learnt                 ranked by popularity
 *   otherwise                       ranked by score + weight * log(popularity + 0.5)
 * </pre>
 *
 * Self-tuned weights, the protocol's or the model's own, learn from events of the first pass,
 * before these are learnt.
 *
 * <p>Threading: one thread.
 */
final class Holdout {
  private static final int STEPS_PER_PROGRESS = 1000;

  private final HoldoutData data;
  private final EvaluationEvents events;
  private final StreamingModel model;
  private final PriorWeight priorWeight;
  private final UserItems userItems;
  private final DecayedPopularity popularity;
  private final int passes;
  private final HoldoutSum sum;
  private final float[] scores;
  private long trainNs;

  Holdout(HoldoutData data, Entrant entrant, UserItems userItems, int passes, int listLength) {
    this.data = data;
    this.events = data.training();
    this.model = entrant.contender().model();
    this.priorWeight = entrant.priorWeight();
    this.userItems = userItems;
    this.popularity =
        new DecayedPopularity(events.itemCount(), entrant.contender().popularityHalfLife());
    this.passes = passes;
    this.sum = new HoldoutSum(listLength);
    this.scores = new float[events.itemCount()];
  }

  void run(Progress progress) {
    int steps = Math.toIntExact((long) passes * events.count() + data.userCount());
    int step = 0;
    for (int pass = 0; pass < passes; pass++) {
      for (int event = 0; event < events.count(); event++) {
        learn(event);
        tell(progress, ++step, steps);
      }
    }
    model.finish();
    for (HoldoutData.Question question : data.questions()) {
      sum.add(ranks(question));
      tell(progress, ++step, steps);
    }
  }

  double recall() {
    return sum.recall();
  }

  double ndcg() {
    return sum.ndcg();
  }

  double trainUsPerEvent() {
    return trainNs / 1e3 / Math.max(1, (long) passes * events.count());
  }

  private void learn(int event) {
    int user = events.user(event);
    int item = events.item(event);
    float weight = events.weight(event);
    boolean isRankable =
        weight > 0
            && item < popularity.itemCount()
            && userItems.events(user) > 0
            && !userItems.has(user, item);
    if (isRankable) {
      model.tune(user, item);
      if (priorWeight.isSampled()) {
        priorWeight.observe(candidates(user), item);
      }
    }
    long start = System.nanoTime();
    model.train(user, item, weight, events.timeMs(event));
    trainNs += System.nanoTime() - start;
    userItems.add(user, item);
    popularity.add(item, weight > 0);
  }

  private CandidateScores candidates(int user) {
    int count = popularity.itemCount();
    if (user == HoldoutData.UNKNOWN) {
      Arrays.fill(scores, 0, count, 0);
    } else {
      model.score(user, count, scores);
      userItems.fill(user, scores, Float.NEGATIVE_INFINITY);
    }
    return new CandidateScores(scores, popularity.priors(), count);
  }

  private double[] ranks(HoldoutData.Question question) {
    int user = question.user();
    float weight = user == HoldoutData.UNKNOWN ? 1 : priorWeight.weight();
    CandidateScores candidates = candidates(user);
    return Arrays.stream(question.items())
        .mapToDouble(
            item ->
                item == HoldoutData.UNKNOWN
                    ? Double.POSITIVE_INFINITY
                    : candidates.rank(item, weight))
        .toArray();
  }

  private void tell(Progress progress, int step, int steps) {
    if (step % STEPS_PER_PROGRESS == 0 || step == steps) {
      progress.at(step, steps, new Quality(sum.ndcg(), sum.recall(), 0));
    }
  }
}
