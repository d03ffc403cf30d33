package io.eddyline.learner.stream;

import java.nio.ByteBuffer;

/** Keys of the item updates: the target partition, big-endian. */
final class UpdateKeys {
  private UpdateKeys() {}

  static byte[] of(int partition) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
  }

  static int partition(byte[] key) {
    return ByteBuffer.wrap(key).getInt();
  }
}
