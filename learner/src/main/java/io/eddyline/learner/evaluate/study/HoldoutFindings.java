package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.HoldoutReport;
import java.util.Map;

/**
 * What a study found on a data set with held-out items.
 *
 * @param reports by variant, in the order of the plan; those left out are missing
 */
public record HoldoutFindings(HoldoutSet set, Map<Variant, HoldoutReport> reports) {}
