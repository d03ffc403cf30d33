package io.eddyline.k8s.bench;

import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.Tier;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** The instances of the learner, and what their metrics say together. */
record Learners(List<Tier> instances) {
  private static final String TRAINED = "eddyline_learner_trained_events_total";
  private static final String LEAD = "eddyline_learner_lead_events";
  private static final String RANKED = "eddyline_learner_ranked_events_total";
  private static final String NDCG =
      "eddyline_learner_prequential{metric=\"ndcg10\",window=\"all\"}";

  /** Starts them. */
  static Learners start(EddylineCluster cluster, int count) {
    return new Learners(
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> cluster.startLearner("learner-" + number))
            .toList());
  }

  void awaitReady() {
    instances.forEach(Tier::awaitReady);
  }

  /** Distinct events in the rows. */
  long trained() throws IOException {
    return Math.round(sum(TRAINED));
  }

  /** Events whose users are learnt and whose items are not yet. */
  long lead() throws IOException {
    return Math.round(sum(LEAD));
  }

  /** Events that were ranked before they were trained. */
  long ranked() throws IOException {
    return Math.round(sum(RANKED));
  }

  /** Mean NDCG@10 of the ranked events. */
  double ndcg() throws IOException {
    double gains = 0;
    for (Tier instance : instances) {
      gains += known(instance.metric(NDCG)) * known(instance.metric(RANKED));
    }
    return gains / Math.max(1, ranked());
  }

  /** Ends them in order. */
  void terminate() {
    instances.forEach(instance -> instance.process().terminate());
  }

  private double sum(String metric) throws IOException {
    double sum = 0;
    for (Tier instance : instances) {
      instance.process().requireAlive();
      sum += known(instance.metric(metric));
    }
    return sum;
  }

  private static double known(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
