package io.eddyline.learner.evaluate;

import io.eddyline.learner.evaluate.model.DecayedPopularity;
import io.eddyline.learner.evaluate.model.RecallingModel;
import io.eddyline.learner.evaluate.model.StreamingModel;
import io.eddyline.learner.evaluate.model.UserItems;
import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Test, then train (Gama et al. 2013, "On evaluating stream learning algorithms"): each event is
 * ranked among all items seen so far without those of its user, then learnt.
 *
 * <pre>
 *   user has the item already   not ranked, only learnt
 *   negative feedback           not ranked, only learnt
 *   item never seen             a miss
 *   user without events         ranked by popularity
 *   otherwise                   ranked by score + weight * log(popularity + 0.5)
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class Prequential {
  private static final double EARLY = 0.2;
  private static final double LATE = 0.8;
  private static final int EVENTS_PER_PROGRESS = 1000;
  private static final double MISS = Double.POSITIVE_INFINITY;

  private final EvaluationEvents events;
  private final StreamingModel model;
  private final PriorWeight priorWeight;
  private final UserItems userItems;
  private final DecayedPopularity popularity;
  private final float[] scores;
  private final QualitySum whole = new QualitySum();
  private final QualitySum early = new QualitySum();
  private final QualitySum late = new QualitySum();
  private final Segments segments = new Segments();
  private final StreamSeries series;
  private @Nullable ForgettingProbe forgetting;
  private long trainNs;

  Prequential(
      EvaluationEvents events,
      StreamingModel model,
      PriorWeight priorWeight,
      UserItems userItems,
      double popularityHalfLife) {
    this.events = events;
    this.model = model;
    this.priorWeight = priorWeight;
    this.userItems = userItems;
    this.popularity = new DecayedPopularity(events.itemCount(), popularityHalfLife);
    this.scores = new float[events.itemCount()];
    this.series = new StreamSeries(events.count());
  }

  /** Also measures forgetting; call before {@link #run}. */
  void probe(RecallingModel recalling) {
    forgetting = new ForgettingProbe(events, recalling, priorWeight, popularity, userItems);
  }

  void run(Progress progress) {
    int count = events.count();
    for (int event = 0; event < count; event++) {
      int user = events.user(event);
      int item = events.item(event);
      float weight = events.weight(event);
      boolean isRanked = weight > 0 && !userItems.has(user, item);
      if (isRanked) {
        evaluate(event, user, item);
      }
      if (forgetting != null) {
        forgetting.before(event, user, isRanked);
      }
      long start = System.nanoTime();
      model.train(user, item, weight, events.timeMs(event));
      trainNs += System.nanoTime() - start;
      userItems.add(user, item);
      popularity.add(item, weight > 0);
      if (forgetting != null) {
        forgetting.after(user, item);
      }
      if ((event + 1) % EVENTS_PER_PROGRESS == 0 || event + 1 == count) {
        progress.at(event + 1, count, whole.mean());
      }
    }
  }

  private void evaluate(int event, int user, int item) {
    boolean isNew = item >= popularity.itemCount();
    double rank = isNew ? MISS : rank(user, item);
    whole.add(rank);
    if (event < EARLY * events.count()) {
      early.add(rank);
    }
    if (event >= LATE * events.count()) {
      late.add(rank);
    }
    series.add(event, rank);
    segments.add(rank, userItems.events(user), isNew ? Double.NaN : morePopular(item));
  }

  private double rank(int user, int item) {
    int count = popularity.itemCount();
    CandidateScores candidates = new CandidateScores(scores, popularity.priors(), count);
    if (userItems.events(user) == 0) {
      Arrays.fill(scores, 0, count, 0);
      return candidates.rank(item, 1);
    }
    model.score(user, count, scores);
    userItems.fill(user, scores, Float.NEGATIVE_INFINITY);
    return priorWeight.rank(candidates, item);
  }

  private double morePopular(int item) {
    float[] priors = popularity.priors();
    int count = popularity.itemCount();
    return (double) VectorKernels.countGreater(priors, priors, 0, priors[item], count) / count;
  }

  Quality whole() {
    return whole.mean();
  }

  Quality early() {
    return early.mean();
  }

  Quality late() {
    return late.mean();
  }

  long evaluated() {
    return whole.count();
  }

  List<Segment> segments() {
    return segments.segments();
  }

  List<SeriesPoint> series() {
    return series.points();
  }

  /** What was forgotten; null if it was not to be measured. */
  @Nullable Forgetting forgetting() {
    return forgetting == null ? null : forgetting.ask();
  }

  double trainUsPerEvent() {
    return trainNs / 1e3 / Math.max(1, events.count());
  }
}
