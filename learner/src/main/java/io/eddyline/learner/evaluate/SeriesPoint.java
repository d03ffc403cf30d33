package io.eddyline.learner.evaluate;

/**
 * The quality of one stretch of the stream.
 *
 * @param untilEvent index of the first event after it
 * @param evaluated events in it
 */
public record SeriesPoint(
    long untilEvent, long evaluated, double ndcg10, double recall10, double mrr10) {

  static SeriesPoint of(long untilEvent, QualitySum sum) {
    Quality mean = sum.mean();
    return new SeriesPoint(untilEvent, sum.count(), mean.ndcg10(), mean.recall10(), mean.mrr10());
  }
}
