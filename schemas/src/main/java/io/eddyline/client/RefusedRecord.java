package io.eddyline.client;

/**
 * A record that ingest refused.
 *
 * @param index in the request, from 0
 * @param code stable, for programs
 * @param pointer of the fault within the record
 */
public record RefusedRecord(int index, String code, String detail, String pointer) {}
