/**
 * The snapshot on disk: layout, manifest, binary files and the store that publishes versions
 * atomically. The learner writes it, serving reads it; neither knows the other.
 */
@NullMarked
package io.eddyline.schemas.snapshot;

import org.jspecify.annotations.NullMarked;
