package io.eddyline.learner.evaluate;

/**
 * How good the first recommendations of new items are, see {@link ColdStartEvaluation}.
 *
 * @param items new items that were ranked
 * @param meanPercentile share of the candidates that score above the new item, on average; 0.5 is
 *     chance
 * @param topTenth share of the new items that are in the first tenth of the candidates; 0.1 is
 *     chance
 */
public record ColdStartReport(int items, double meanPercentile, double topTenth) {}
