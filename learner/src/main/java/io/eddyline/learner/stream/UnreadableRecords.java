package io.eddyline.learner.stream;

import io.eddyline.schemas.error.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of the learner's own logs, and of the topics that it mirrors, which cannot be read. They
 * are passed over, for stopping at one would mean stopping at every start; all are counted, the
 * first few are logged with their place.
 *
 * <p>Threading: thread-safe.
 */
final class UnreadableRecords {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);
  private static final int LOGGED = 100;
  private static final int KEY_BYTES = 64;

  private final LearnerMetrics metrics;
  private final AtomicLong count = new AtomicLong();

  UnreadableRecords(LearnerMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Counts one that is passed over.
   *
   * @param place topic or store, with the partition
   */
  void passedOver(String place, byte @Nullable [] key, FormatException reason) {
    metrics.countUnreadable();
    long number = count.incrementAndGet();
    if (number <= LOGGED) {
      LOG.warn(
          "the record of key {} in {} is passed over: {}{}",
          readable(key),
          place,
          reason.getMessage(),
          number == LOGGED ? "; further ones are only counted" : "");
    }
  }

  private static String readable(byte @Nullable [] key) {
    if (key == null) {
      return "null";
    }
    if (key.length <= KEY_BYTES && key.length > 0 && key[0] > 0) {
      return "\"" + new String(key, StandardCharsets.UTF_8) + "\"";
    }
    return HexFormat.of().formatHex(key, 0, Math.min(key.length, KEY_BYTES));
  }
}
