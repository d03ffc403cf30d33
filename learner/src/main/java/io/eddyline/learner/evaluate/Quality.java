package io.eddyline.learner.evaluate;

/**
 * Means over evaluated events, each 0 to 1.
 *
 * @param ndcg10 normalised discounted cumulative gain of the first 10
 * @param recall10 share of events whose item is among the first 10
 * @param mrr10 reciprocal rank among the first 10
 */
public record Quality(double ndcg10, double recall10, double mrr10) {}
