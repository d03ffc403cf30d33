package io.eddyline.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the records of a request to ingest.
 *
 * @param accepted records that Kafka has acknowledged
 * @param token names the events in the log; null for items
 */
public record Accepted(int accepted, List<RefusedRecord> rejected, @Nullable String token) {}
