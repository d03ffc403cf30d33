package io.eddyline.ingest.replay;

/**
 * One event of a data set.
 *
 * @param value NaN if there is none
 */
public record SourceEvent(
    String userId, String itemId, String type, long timestampMs, double value) {}
