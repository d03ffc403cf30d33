/**
 * Real data sets as streams of events: read into memory in time order, then published to a gateway
 * or to Kafka, or handed to an offline evaluation.
 *
 * <p>Command-line tools call it, each from one thread; {@link io.eddyline.ingest.replay.Replayer}
 * has threads of its own.
 */
@NullMarked
package io.eddyline.ingest.replay;

import org.jspecify.annotations.NullMarked;
