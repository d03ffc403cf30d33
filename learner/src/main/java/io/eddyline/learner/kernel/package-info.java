/**
 * Arithmetic on dense vectors and the random numbers of the learner. Called by every other package
 * of the learner, on any thread: kernels keep no state, a {@link
 * io.eddyline.learner.kernel.Generator} belongs to the thread of its owner.
 */
@NullMarked
package io.eddyline.learner.kernel;

import org.jspecify.annotations.NullMarked;
