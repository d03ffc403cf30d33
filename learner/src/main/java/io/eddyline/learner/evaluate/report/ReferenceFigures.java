package io.eddyline.learner.evaluate.report;

import java.util.Map;
import java.util.Optional;

/**
 * What a prototype of the same method in C++ reached with two replays and one seed, under the same
 * protocol, over the same events.
 */
final class ReferenceFigures {

  /** NDCG@10 and Recall@10 of the whole stream, NDCG@10 of its last fifth. */
  record Reference(double ndcg10, double recall10, double lateNdcg10) {}

  /** Seeds move a figure by about as much. */
  static final double TOLERANCE = 0.01;

  private static final Map<String, Reference> BY_DATA =
      Map.of(
          "ml-100k", new Reference(.1043, .2019, .1149),
          "ml-1m", new Reference(.1505, .2709, .1656),
          "yoochoose-100k", new Reference(.1877, .3016, .2229),
          "online-retail-ii", new Reference(.1861, .2806, .2136),
          "movietweetings", new Reference(.1094, .1911, .1072),
          "yoochoose-17-days", new Reference(.1828, .2948, .1976));

  private ReferenceFigures() {}

  static Optional<Reference> of(String data) {
    return Optional.ofNullable(BY_DATA.get(data));
  }
}
