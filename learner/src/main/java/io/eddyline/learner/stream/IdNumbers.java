package io.eddyline.learner.stream;

import com.google.protobuf.ByteString;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.schemas.error.FormatException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;

/**
 * The numbers that a structure gives to ids, by the ids' bytes, for who has many to look up at one
 * time: most are asked for again and again, and no string is made of them.
 *
 * <pre>
 *   slot = hash of the bytes & mask, or the next free one; at most half are in use
 *     slots[2 slot]      hash (32) | number (32)
 *     slots[2 slot + 1]  where the id's bytes begin in ids (32) | their count + 1 (32); 0: free
 *   ids  the bytes of all ids, one after the other
 * </pre>
 *
 * <p>With a million ids nothing of it is in a cache: a look-up that finds its id reads one line of
 * the slots and one or two of the bytes, and several look-ups wait for their lines at once.
 *
 * <p>A number that is gone is asked for anew. The caller sees to it that none is given to another
 * id meanwhile.
 *
 * <p>Threading: one thread.
 */
final class IdNumbers {
  private static final int FIRST_SLOTS = 1 << 12;
  private static final int FIRST_BYTES = 1 << 15;
  /* 32 MB of slots and at most 64 MB of ids; further ids are asked of the source. */
  private static final int MOST_SLOTS = 1 << 21;
  private static final int MOST_BYTES = 1 << 26;

  private final ToIntFunction<String> source;
  private final IntPredicate gone;
  private long[] slots = new long[2 * FIRST_SLOTS];
  private byte[] ids = new byte[FIRST_BYTES];
  private int idBytes;
  private int size;

  /**
   * @param source gives an id's number; a new one to an id that has none
   * @param gone whether a number is its id's no more
   */
  IdNumbers(ToIntFunction<String> source, IntPredicate gone) {
    this.source = source;
    this.gone = gone;
  }

  /**
   * Ordinals of items. The caller must have a {@link io.eddyline.learner.table.ReplicaReader}, and
   * {@link #clear} at each of its passes.
   */
  static IdNumbers ofReplica(ItemReplica replica) {
    return new IdNumbers(
        replica::ordinalOf, ordinal -> replica.hasRetired() && replica.isRetired(ordinal));
  }

  /**
   * The number of the id whose UTF-8 is {@code bytes[at, at + length)}.
   *
   * @throws FormatException if the bytes are not UTF-8
   */
  int numberOf(byte[] bytes, int at, int length) {
    int hash = hash(bytes, at, length);
    int slot = slot(hash, bytes, at, length);
    if (isUsed(slot)) {
      int known = (int) slots[2 * slot];
      if (!gone.test(known)) {
        return known;
      }
    }
    ByteString id = ByteString.copyFrom(bytes, at, length);
    if (!id.isValidUtf8()) {
      throw new FormatException("an id of %d bytes is not UTF-8".formatted(length));
    }
    int number = source.applyAsInt(id.toStringUtf8());
    put(slot, hash, id, number);
    return number;
  }

  /** Forgets all. */
  void clear() {
    slots = new long[2 * FIRST_SLOTS];
    ids = new byte[FIRST_BYTES];
    idBytes = 0;
    size = 0;
  }

  private boolean isUsed(int slot) {
    return slots[2 * slot + 1] != 0;
  }

  /** Where the id is, or where it would be. */
  private int slot(int hash, byte[] bytes, int at, int length) {
    int mask = slots.length / 2 - 1;
    int slot = hash & mask;
    for (long place = slots[2 * slot + 1]; place != 0; place = slots[2 * slot + 1]) {
      if ((int) (slots[2 * slot] >>> Integer.SIZE) == hash && (int) place - 1 == length) {
        int from = (int) (place >>> Integer.SIZE);
        if (Arrays.equals(ids, from, from + length, bytes, at, at + length)) {
          return slot;
        }
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void put(int slot, int hash, ByteString id, int number) {
    long entry = (long) hash << Integer.SIZE | Integer.toUnsignedLong(number);
    if (isUsed(slot)) {
      slots[2 * slot] = entry;
    } else if (2 * size < MOST_SLOTS && idBytes + id.size() <= MOST_BYTES) {
      slots[2 * slot] = entry;
      slots[2 * slot + 1] = (long) idBytes << Integer.SIZE | id.size() + 1;
      keep(id);
      size++;
      if (4 * size > slots.length) {
        grow();
      }
    }
  }

  private void keep(ByteString id) {
    if (idBytes + id.size() > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(2 * ids.length, idBytes + id.size()));
    }
    id.copyTo(ids, idBytes);
    idBytes += id.size();
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    int mask = slots.length / 2 - 1;
    for (int at = 0; at < old.length; at += 2) {
      if (old[at + 1] != 0) {
        int slot = (int) (old[at] >>> Integer.SIZE) & mask;
        while (isUsed(slot)) {
          slot = slot + 1 & mask;
        }
        slots[2 * slot] = old[at];
        slots[2 * slot + 1] = old[at + 1];
      }
    }
  }

  private static int hash(byte[] bytes, int at, int length) {
    int hash = length;
    for (int k = at; k < at + length; k++) {
      hash = 31 * hash + bytes[k];
    }
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 16;
  }
}
