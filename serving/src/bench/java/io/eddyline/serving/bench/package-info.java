/**
 * Benchmarks of what a request costs beside the graph. Run by {@code ./mvnw -Pbench -pl serving
 * -am}; each benchmark has a process of its own.
 */
@NullMarked
package io.eddyline.serving.bench;

import org.jspecify.annotations.NullMarked;
