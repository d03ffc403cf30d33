/** Threads with more than a usual thread has; for any process, on any thread that may block. */
@NullMarked
package io.eddyline.schemas.thread;

import org.jspecify.annotations.NullMarked;
