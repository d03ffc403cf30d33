/**
 * The learner's end of the delta stream: rows that changed are handed over by the stream threads,
 * one queue a task, and sent by the agent {@code learner-delta}, which also hears the item rows of
 * other learners. {@code learner.stream} calls {@link io.eddyline.learner.delta.DeltaTasks} and
 * what it gives; the composition root owns {@link io.eddyline.learner.delta.DeltaPublisher}.
 */
@NullMarked
package io.eddyline.learner.delta;

import org.jspecify.annotations.NullMarked;
