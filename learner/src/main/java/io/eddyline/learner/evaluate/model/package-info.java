/**
 * Recommenders that learn event by event: the learner itself and the baselines it is held against.
 * The protocols of {@link io.eddyline.learner.evaluate} call them through {@link
 * io.eddyline.learner.evaluate.model.Models}; one thread, the caller's.
 */
@NullMarked
package io.eddyline.learner.evaluate.model;

import org.jspecify.annotations.NullMarked;
