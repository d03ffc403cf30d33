package io.eddyline.k8s.bench.catalogue;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.bench.StreamOptions;
import io.eddyline.learner.kernel.VectorKernels;
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
 * What a correction of hubs does to quality: each event that is no repeat is ranked, before it is
 * trained, by the score less a share of the item's mean similarity to the latest queries.
 *
 * <pre>
 *   score' = score - lambda (m . e_i) / tau       m = mean of the latest unit queries, decayed
 * </pre>
 *
 * <p>The mean over all queries in place of the nearest ones of CSLS (Conneau et al. 2018, "Word
 * translation without parallel data").
 */
@Command(
    name = "hubness",
    description = "Quality with items' mean similarity to queries subtracted, by its weight.")
public final class HubnessCommand implements Callable<Integer> {
  private static final double KEPT = 0.999;
  private static final int RESULTS = 10;

  @Mixin private final StreamOptions stream = new StreamOptions();

  @Option(names = "--lambda", split = ",", description = "Weights of the correction.")
  private List<Float> lambdas = List.of(0f, 0.1f, 0.25f, 0.5f, 1f);

  private final LearnerSettings settings = LearnerSettings.defaults();
  private final LocalLearner learner = new LocalLearner(settings);
  private final ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());
  private final double[] meanQuery = new double[settings.dimension()];
  private final float[] scaledMean = new float[settings.dimension()];
  private final float[] query = new float[settings.dimension()];
  private final float[] vector = new float[settings.dimension()];
  private float[] scores = new float[0];
  private float[] hubness = new float[0];

  @Override
  public Integer call() {
    EventTable events = stream.read();
    double[] gains = new double[lambdas.size()];
    int[] hits = new int[lambdas.size()];
    int ranked = 0;
    for (int event = 0; event < stream.used(events); event++) {
      int user = learner.user(events.userId(events.userOrdinal(event)));
      int item = learner.item(events.itemId(events.itemOrdinal(event)));
      if (!learner.users().seen(user).contains(item)) {
        ranked++;
        if (learner.ranker().isRankable(user, item)) {
          rank(user, item, gains, hits);
        }
      }
      learner.train(user, item, 1, Polarity.POSITIVE, true, events.timestampMs(event));
    }
    System.out.printf(
        "| lambda | Recall@10 | NDCG@10 | of %d events |%n|---|---|---|---|%n", ranked);
    for (int k = 0; k < lambdas.size(); k++) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.4f | %.4f | |%n",
          lambdas.get(k),
          (double) hits[k] / ranked,
          gains[k] / ranked);
    }
    return 0;
  }

  private void rank(int user, int item, double[] gains, int[] hits) {
    int count = learner.replica().size();
    if (scores.length < count) {
      scores = new float[2 * count];
      hubness = new float[2 * count];
    }
    Scoring scoring = tuner.scoring();
    boolean personal = learner.ranker().score(user, count, scoring, scores);
    var seen = learner.users().seen(user);
    for (int k = 0; k < seen.size(); k++) {
      scores[seen.item(k)] = Float.NEGATIVE_INFINITY;
    }
    for (int at = 0; at < scaledMean.length; at++) {
      scaledMean[at] = (float) (meanQuery[at] / scoring.temperature());
    }
    learner.replica().dotCandidates(scaledMean, count, hubness);
    for (int k = 0; k < lambdas.size(); k++) {
      int rank = rank(item, count, personal ? lambdas.get(k) : 0);
      if (rank < RESULTS) {
        hits[k]++;
        gains[k] += Math.log(2) / Math.log(rank + 2);
      }
    }
    if (personal) {
      if (tuner.sampleNext()) {
        learner.ranker().tune(user, item, tuner);
      }
      remember(user, scoring);
    }
  }

  private int rank(int item, int count, float lambda) {
    float target = scores[item] - lambda * hubness[item];
    int above = 0;
    for (int other = 0; other < count; other++) {
      if (other != item && scores[other] - lambda * hubness[other] >= target) {
        above++;
      }
    }
    return above;
  }

  private void remember(int user, Scoring scoring) {
    int[] history = learner.ranker().history(user);
    float[] weights = new float[history.length];
    scoring.coefficients(history.length, weights);
    learner.users().vectors().read(user, query);
    Arrays.fill(vector, 0);
    learner.replica().addHistories(weights, history, history.length, vector);
    VectorKernels.addScaled(1, vector, 0, query, 0, query.length);
    VectorKernels.normalizeInto(query, 0, query, 0, query.length);
    for (int at = 0; at < query.length; at++) {
      meanQuery[at] = KEPT * meanQuery[at] + (1 - KEPT) * query[at];
    }
  }
}
