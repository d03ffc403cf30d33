/**
 * The orders of the control topic: keys, the state that they add up to, and the way to give one.
 * Serving follows them on its watcher's thread; commands and rebuilds read and write them on their
 * own.
 */
@NullMarked
package io.eddyline.schemas.control;

import org.jspecify.annotations.NullMarked;
