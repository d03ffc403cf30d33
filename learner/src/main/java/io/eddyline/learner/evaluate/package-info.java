/**
 * Evaluation of the learner and its baselines: rank every event, then learn it; or learn, then rank
 * what was held out. Called by the command line through {@link
 * io.eddyline.learner.evaluate.Evaluation} and {@link
 * io.eddyline.learner.evaluate.HoldoutEvaluation}; one thread, the caller's.
 */
@NullMarked
package io.eddyline.learner.evaluate;

import org.jspecify.annotations.NullMarked;
