/**
 * The gate: judges a version from its files against the newest accepted one, before readers see it.
 * Called by the snapshot builder, on its thread.
 */
@NullMarked
package io.eddyline.learner.snapshot.gate;

import org.jspecify.annotations.NullMarked;
