/**
 * Runners that measure Eddyline as processes around a real broker; {@code BenchMain} is their
 * command line. Everything here belongs to the main thread.
 */
@NullMarked
package io.eddyline.k8s.bench;

import org.jspecify.annotations.NullMarked;
