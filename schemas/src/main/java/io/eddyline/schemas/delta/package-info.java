/**
 * The delta stream's bytes: batches of framed SBE messages, written by learners and read by whoever
 * lays rows over a snapshot. Called by the threads that own the streams; holds no state beyond a
 * batch.
 */
@NullMarked
package io.eddyline.schemas.delta;

import org.jspecify.annotations.NullMarked;
