package io.eddyline.serving.model;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which users a candidate answers: those whose murmur2 of salt, a zero byte and key, as a share of
 * 2<sup>32</sup>, is below the share.
 *
 * <p>The same on every pod. When the share grows, who is in stays in; with another salt others are
 * chosen. A request without a key is in no share.
 *
 * <p>Threading: immutable.
 *
 * @param share 0 to 1
 */
record CanaryShare(double share, String salt) {
  static final CanaryShare NOBODY = new CanaryShare(0, "");

  private static final double RANGE = 0x1p32;

  CanaryShare {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share %s, expected 0 to 1".formatted(share));
    }
  }

  boolean holds(String key) {
    if (key.isEmpty()) {
      return false;
    }
    byte[] salted = (salt + '\0' + key).getBytes(StandardCharsets.UTF_8);
    return Integer.toUnsignedLong(Utils.murmur2(salted)) / RANGE < share;
  }
}
