package io.eddyline.ingest.event;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.record.Rejection;

/** Refused events as records of the topic {@code rejected}. Stateless; any thread. */
public final class Quarantine {
  /** As much of a refused event as is kept; brokers refuse records of more than a megabyte. */
  public static final int MAX_RAW_BYTES = 512 * 1024;

  private Quarantine() {}

  /** The rejection of {@code raw[offset, offset + length)}. */
  public static Rejection.Builder rejection(
      Refusal refusal, byte[] raw, int offset, int length, String source, long nowMs) {
    boolean cut = length > MAX_RAW_BYTES;
    return Rejection.newBuilder()
        .setCode(refusal.code())
        .setDetail(
            cut
                ? "%s (the first %d of %d bytes are kept)"
                    .formatted(refusal.detail(), MAX_RAW_BYTES, length)
                : refusal.detail())
        .setRaw(ByteString.copyFrom(raw, offset, cut ? MAX_RAW_BYTES : length))
        .setSource(source)
        .setRejectedAtMs(nowMs);
  }
}
