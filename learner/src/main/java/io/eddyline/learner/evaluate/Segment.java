package io.eddyline.learner.evaluate;

/**
 * The quality of a part of the events.
 *
 * @param by what divides the events: {@code user-events} or {@code item-popularity}
 * @param name the part
 * @param evaluated events in it
 */
public record Segment(
    String by, String name, long evaluated, double ndcg10, double recall10, double mrr10) {

  static Segment of(String by, String name, QualitySum sum) {
    Quality mean = sum.mean();
    return new Segment(by, name, sum.count(), mean.ndcg10(), mean.recall10(), mean.mrr10());
  }
}
