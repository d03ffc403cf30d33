package io.eddyline.ingest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.ingest.event.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One event or item of a request body.
 *
 * @param index its place among the records of the request
 * @param body the whole body; the record is {@code body[offset, offset + length)}
 * @param json null if it was refused unread
 * @param refusal null if it could be read
 */
@SuppressWarnings("ArrayRecordComponent") // a slice of the body, never compared
record SentRecord(
    int index,
    byte[] body,
    int offset,
    int length,
    @Nullable JsonNode json,
    @Nullable Refusal refusal) {}
