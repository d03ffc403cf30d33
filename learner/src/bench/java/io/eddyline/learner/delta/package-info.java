/** Benchmarks of the delta stream's sending end; run as those of {@code learner.bench}. */
@NullMarked
package io.eddyline.learner.delta;

import org.jspecify.annotations.NullMarked;
