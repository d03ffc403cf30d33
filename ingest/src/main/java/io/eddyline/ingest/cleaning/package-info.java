/**
 * The Kafka Streams application between {@code events} and {@code interactions}: checks again,
 * drops duplicates, weighs, quarantines, and passes every source offset on, in order, at least once
 * and always with the same verdict.
 *
 * <p>{@link io.eddyline.ingest.cleaning.Cleaning} is started by the composition root of a process;
 * processors run on the stream threads, one task on one thread at a time.
 */
@NullMarked
package io.eddyline.ingest.cleaning;

import org.jspecify.annotations.NullMarked;
