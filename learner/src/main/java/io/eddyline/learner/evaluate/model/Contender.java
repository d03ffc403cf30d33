package io.eddyline.learner.evaluate.model;

import java.util.Map;

/**
 * A model ready to run.
 *
 * @param settings the effective ones
 * @param priorWeight the default weight of the popularity prior: {@code auto} or a number
 * @param popularityHalfLife of the prior, in events; infinite for plain counts
 */
public record Contender(
    StreamingModel model,
    Map<String, Object> settings,
    String priorWeight,
    double popularityHalfLife) {}
