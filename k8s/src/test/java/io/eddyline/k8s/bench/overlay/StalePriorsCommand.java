package io.eddyline.k8s.bench.overlay;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.bench.StreamOptions;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What it does to quality that popularity does not decay between two versions: each event that is
 * no repeat is ranked, before it is trained, with everything as of now but the priors.
 *
 * <pre>
 *   prior of an item, with a version every n events: as of the version, or of the item's last event
 *   if that is later
 * </pre>
 *
 * <p>That is what serving has with newer rows over a version that does not say its half-lives.
 */
@Command(
    name = "stale-priors",
    description = "Quality with priors that decay with versions alone, by events a version.",
    mixinStandardHelpOptions = true)
public final class StalePriorsCommand implements Callable<Integer> {
  private static final int RESULTS = 10;

  @Mixin private final StreamOptions stream = new StreamOptions();

  @Option(names = "--every", split = ",", description = "Events a version; 1 is no staleness.")
  private List<Integer> intervals = List.of(1, 1_000, 3_000, 10_000, 30_000, 60_000);

  private final LearnerSettings settings = LearnerSettings.defaults();
  private final LocalLearner learner = new LocalLearner(settings);
  private final ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());
  private float[] scores = new float[0];
  private float[] nowPriors = new float[0];
  private float[] nowTrends = new float[0];
  private float[][] stalePriors = new float[0][];
  private float[][] staleTrends = new float[0][];

  @Override
  public Integer call() {
    EventTable events = stream.read();
    stalePriors = new float[intervals.size()][0];
    staleTrends = new float[intervals.size()][0];
    double[] gains = new double[intervals.size()];
    int[] hits = new int[intervals.size()];
    int ranked = 0;
    for (int event = 0; event < stream.used(events); event++) {
      int user = learner.user(events.userId(events.userOrdinal(event)));
      int item = learner.item(events.itemId(events.itemOrdinal(event)));
      readPriors();
      makeVersions(event);
      if (!learner.users().seen(user).contains(item)) {
        ranked++;
        if (learner.ranker().isRankable(user, item)) {
          rank(user, item, gains, hits);
        }
      }
      learner.train(user, item, 1, Polarity.POSITIVE, true, events.timestampMs(event));
      readPriors();
      for (int k = 0; k < intervals.size(); k++) {
        stalePriors[k][item] = nowPriors[item];
        staleTrends[k][item] = nowTrends[item];
      }
    }
    print(ranked, gains, hits);
    return 0;
  }

  private void print(int ranked, double[] gains, int[] hits) {
    System.out.printf(
        "| events a version | Recall@10 | NDCG@10 | of %d events |%n|---|---|---|---|%n", ranked);
    for (int k = 0; k < intervals.size(); k++) {
      System.out.printf(
          Locale.ROOT,
          "| %,d | %.4f | %.4f | |%n",
          intervals.get(k),
          (double) hits[k] / ranked,
          gains[k] / ranked);
    }
  }

  /** As of now, of all items; one that is new has no row in the versions so far. */
  private void readPriors() {
    int count = learner.replica().size();
    if (count > nowPriors.length) {
      int capacity = 2 * count;
      scores = new float[capacity];
      nowPriors = new float[capacity];
      nowTrends = new float[capacity];
      for (int k = 0; k < intervals.size(); k++) {
        stalePriors[k] = Arrays.copyOf(stalePriors[k], capacity);
        staleTrends[k] = Arrays.copyOf(staleTrends[k], capacity);
      }
    }
    learner.replica().refreshPriors();
    learner.replica().readPriors(count, nowPriors);
    learner.replica().readTrendPriors(count, nowTrends);
  }

  private void makeVersions(int event) {
    for (int k = 0; k < intervals.size(); k++) {
      if (event % intervals.get(k) == 0) {
        System.arraycopy(nowPriors, 0, stalePriors[k], 0, nowPriors.length);
        System.arraycopy(nowTrends, 0, staleTrends[k], 0, nowTrends.length);
      }
    }
  }

  private void rank(int user, int item, double[] gains, int[] hits) {
    int count = learner.replica().size();
    Scoring scoring = tuner.scoring();
    boolean personal = learner.ranker().score(user, count, scoring, scores);
    var seen = learner.users().seen(user);
    for (int k = 0; k < seen.size(); k++) {
      scores[seen.item(k)] = Float.NEGATIVE_INFINITY;
    }
    float priorWeight = personal ? scoring.priorWeight() : 1;
    float trendWeight = personal ? scoring.trendWeight() : 0;
    for (int k = 0; k < intervals.size(); k++) {
      int rank = rank(item, count, k, priorWeight, trendWeight);
      if (rank < RESULTS) {
        hits[k]++;
        gains[k] += Math.log(2) / Math.log(rank + 2);
      }
    }
    if (personal && tuner.sampleNext()) {
      learner.ranker().tune(user, item, tuner);
    }
  }

  private int rank(int item, int count, int k, float priorWeight, float trendWeight) {
    float target = scores[item] + staleness(item, k, priorWeight, trendWeight);
    int above = 0;
    for (int other = 0; other < count; other++) {
      if (other != item
          && scores[other] + staleness(other, k, priorWeight, trendWeight) >= target) {
        above++;
      }
    }
    return above;
  }

  private float staleness(int item, int k, float priorWeight, float trendWeight) {
    return priorWeight * (stalePriors[k][item] - nowPriors[item])
        + trendWeight * (staleTrends[k][item] - nowTrends[item]);
  }
}
