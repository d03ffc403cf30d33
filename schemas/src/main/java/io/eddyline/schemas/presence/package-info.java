/**
 * Which learners can be heard, as they say on the topic {@code presence}. Used by whoever listens
 * to their streams: learners to each other, serving to all; each owner has its own thread.
 */
@NullMarked
package io.eddyline.schemas.presence;

import org.jspecify.annotations.NullMarked;
