/**
 * Prequential evaluation: rank every event, then learn it, with the learner or a baseline. Called
 * by the command line through {@link io.eddyline.learner.evaluate.Evaluation}; one thread, the
 * caller's.
 */
@NullMarked
package io.eddyline.learner.evaluate;

import org.jspecify.annotations.NullMarked;
