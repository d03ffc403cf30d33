/**
 * How a process gets at Aeron: the link that keeps a client and, if it has one of its own, a media
 * driver; the channels of the delta stream and the subscriptions to it. Called by the composition
 * roots and by the agents that send and receive, which run the driver; the link's own thread,
 * {@code aeron}, is the only one besides.
 */
@NullMarked
package io.eddyline.schemas.aeron;

import org.jspecify.annotations.NullMarked;
