/**
 * One tier as one process: what each needs, in which order it starts and ends. The composition
 * roots of {@code eddyline ingest}, {@code learner}, {@code snapshots} and {@code serving}.
 */
@NullMarked
package io.eddyline.k8s.process;

import org.jspecify.annotations.NullMarked;
