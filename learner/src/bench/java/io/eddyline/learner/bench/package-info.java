/**
 * Benchmarks of the training step and of what it is made of, beside the machine's own peaks. Run by
 * {@code ./mvnw -Pbench -pl learner -am}; each benchmark has a process of its own.
 */
@NullMarked
package io.eddyline.learner.bench;

import org.jspecify.annotations.NullMarked;
