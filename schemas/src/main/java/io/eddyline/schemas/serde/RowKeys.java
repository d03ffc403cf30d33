package io.eddyline.schemas.serde;

import io.eddyline.schemas.error.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keys of the row topics and of the learner's state topic.
 *
 * <p>The key of a row is its id in UTF-8. UTF-8 never contains the byte 0xFF, so the reserved
 * records of a partition start with it and cannot collide with any id:
 *
 * <pre>
 *   row          | id ...                              |
 *   progress     | FF | 'p'                            |   one a partition
 *   seen block   | FF | 's' | block (4, big-endian) | id ...
 *   state slot   | FF | store | slot (4, big-endian)   |   learner-state only
 * </pre>
 */
public final class RowKeys {
  /** What a key of a row topic names. */
  public enum Kind {
    ROW,
    PROGRESS,
    SEEN_BLOCK
  }

  /** The queues and counters whose slots are logged, each with the byte that stands in the key. */
  public enum Store {
    ITEM_KEYS('k'),
    USER_KEYS('u'),
    RESERVOIR('r'),
    SIDE('g'),
    SIGHTINGS('a');

    private final byte code;

    Store(char code) {
      this.code = (byte) code;
    }
  }

  private static final byte RESERVED = (byte) 0xFF;
  private static final byte PROGRESS = 'p';
  private static final byte SEEN_BLOCK = 's';
  private static final int SLOT_HEADER_BYTES = 6;

  private RowKeys() {}

  public static byte[] row(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] progress() {
    return new byte[] {RESERVED, PROGRESS};
  }

  public static byte[] seenBlock(String userId, int block) {
    return reserved(SEEN_BLOCK, block, userId.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] stateSlot(Store store, int slot) {
    return reserved(store.code, slot, new byte[0]);
  }

  /** Which kind of record a key of a row topic names. */
  public static Kind kind(byte[] key) {
    if (key.length == 0 || key[0] != RESERVED) {
      return Kind.ROW;
    }
    if (key.length == 2 && key[1] == PROGRESS) {
      return Kind.PROGRESS;
    }
    if (key.length > SLOT_HEADER_BYTES && key[1] == SEEN_BLOCK) {
      return Kind.SEEN_BLOCK;
    }
    throw new FormatException("reserved key " + Arrays.toString(key) + " of no known kind");
  }

  /** The id in the key of a row or of a seen block. */
  public static String id(byte[] key) {
    int start = kind(key) == Kind.SEEN_BLOCK ? SLOT_HEADER_BYTES : 0;
    return new String(key, start, key.length - start, StandardCharsets.UTF_8);
  }

  /** The block number in the key of a seen block. */
  public static int block(byte[] key) {
    return slot(key);
  }

  /** The store in the key of a state slot. */
  public static Store store(byte[] key) {
    if (key.length == SLOT_HEADER_BYTES && key[0] == RESERVED) {
      for (Store store : Store.values()) {
        if (store.code == key[1]) {
          return store;
        }
      }
    }
    throw new FormatException("key " + Arrays.toString(key) + " names no state slot");
  }

  /** The slot number in the key of a state slot. */
  public static int slot(byte[] key) {
    return ByteBuffer.wrap(key, 2, Integer.BYTES).getInt();
  }

  private static byte[] reserved(byte kind, int number, byte[] id) {
    return ByteBuffer.allocate(SLOT_HEADER_BYTES + id.length)
        .put(RESERVED)
        .put(kind)
        .putInt(number)
        .put(id)
        .array();
  }
}
