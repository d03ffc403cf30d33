/**
 * An object store for tests and benchmarks of this module, which start it and stop it. Thread-safe.
 */
@NullMarked
package io.eddyline.k8s.bucket;

import org.jspecify.annotations.NullMarked;
