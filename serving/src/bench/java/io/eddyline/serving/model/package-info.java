/** Benchmarks of the package's own parts; run as those of {@code serving.bench}. */
@NullMarked
package io.eddyline.serving.model;

import org.jspecify.annotations.NullMarked;
