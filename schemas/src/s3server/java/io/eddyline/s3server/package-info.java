/**
 * An object store for the tests and benchmarks of {@code schemas} and {@code k8s}, which compile it
 * each, start it and stop it. Thread-safe.
 */
@NullMarked
package io.eddyline.s3server;

import org.jspecify.annotations.NullMarked;
