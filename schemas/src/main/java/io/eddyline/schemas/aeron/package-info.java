/**
 * How a process gets at Aeron: the driver that it starts or finds, the client, and the channels of
 * the delta stream. Called by the composition roots; the client's own conductor thread is the only
 * one besides an embedded driver's.
 */
@NullMarked
package io.eddyline.schemas.aeron;

import org.jspecify.annotations.NullMarked;
