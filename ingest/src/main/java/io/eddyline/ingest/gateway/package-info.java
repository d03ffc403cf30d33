/**
 * The HTTP collector: what producers send is checked, produced to Kafka, and answered once Kafka
 * has acknowledged it.
 *
 * <p>{@link io.eddyline.ingest.gateway.Gateway} is started by the composition root of a process.
 * Requests are read and answered on Vert.x event loops, parsed and produced on the gateway's own
 * workers; nothing on an event loop blocks.
 */
@NullMarked
package io.eddyline.ingest.gateway;

import org.jspecify.annotations.NullMarked;
