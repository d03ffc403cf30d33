package io.eddyline.learner.stream;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch of item updates comes from, as a header of its record: also of a batch that cannot
 * be read it must be known that it has been dealt with.
 *
 * <pre>
 *   0                 4                                    12
 *   +-----------------+------------------------------------+
 *   | user partition  | offset of the last interaction     |   big-endian
 *   +-----------------+------------------------------------+
 * </pre>
 *
 * @param partition the sending user partition
 * @param offset of the last interaction that the batch goes up to
 */
record UpdateOrigin(int partition, long offset) {
  private static final String HEADER = "origin";
  private static final int BYTES = Integer.BYTES + Long.BYTES;

  /** Headers with this origin alone. */
  Headers headers() {
    byte[] bytes = ByteBuffer.allocate(BYTES).putInt(partition).putLong(offset).array();
    return new RecordHeaders().add(HEADER, bytes);
  }

  /** The origin in the headers, null if there is none. */
  static @Nullable UpdateOrigin of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null || header.value().length != BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(header.value());
    return new UpdateOrigin(bytes.getInt(), bytes.getLong());
  }
}
