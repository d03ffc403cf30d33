package io.eddyline.learner.stream;

import com.google.protobuf.ByteString;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.schemas.error.FormatException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a structure gives to ids, by the ids' bytes, for who has many to look up at one
 * time: most are asked for again and again, and no string is made of them.
 *
 * <pre>
 *   slot = hash of the bytes & mask, or the next free one; at most half are in use
 *     hashes  [slot]    compared first
 *     ids     [slot]    the bytes; null: free
 *     numbers [slot]
 * </pre>
 *
 * <p>A number that is gone is asked for anew. The caller sees to it that none is given to another
 * id meanwhile.
 *
 * <p>Threading: one thread.
 */
final class IdNumbers {
  private static final int FIRST_SLOTS = 1 << 12;
  /* Some 80 MB; further ids are asked of the source. */
  private static final int MOST_SLOTS = 1 << 21;

  private final ToIntFunction<String> source;
  private final IntPredicate gone;
  private int[] hashes = new int[FIRST_SLOTS];
  private byte[] @Nullable [] ids = new byte[FIRST_SLOTS] @Nullable [];
  private int[] numbers = new int[FIRST_SLOTS];
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
    return new IdNumbers(replica::ordinalOf, replica::isRetired);
  }

  /**
   * The number of the id whose UTF-8 is {@code bytes[at, at + length)}.
   *
   * @throws FormatException if the bytes are not UTF-8
   */
  int numberOf(byte[] bytes, int at, int length) {
    int hash = hash(bytes, at, length);
    int slot = slot(hash, bytes, at, length);
    if (ids[slot] != null && !gone.test(numbers[slot])) {
      return numbers[slot];
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
    hashes = new int[FIRST_SLOTS];
    ids = new byte[FIRST_SLOTS] @Nullable [];
    numbers = new int[FIRST_SLOTS];
    size = 0;
  }

  /** Where the id is, or where it would be. */
  private int slot(int hash, byte[] bytes, int at, int length) {
    int mask = hashes.length - 1;
    int slot = hash & mask;
    for (byte @Nullable [] id = ids[slot]; id != null; id = ids[slot]) {
      if (hashes[slot] == hash && Arrays.equals(id, 0, id.length, bytes, at, at + length)) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void put(int slot, int hash, ByteString id, int number) {
    if (ids[slot] != null) {
      numbers[slot] = number;
    } else if (2 * size < MOST_SLOTS) {
      hashes[slot] = hash;
      ids[slot] = id.toByteArray();
      numbers[slot] = number;
      size++;
      if (2 * size > hashes.length) {
        grow();
      }
    }
  }

  private void grow() {
    int[] oldHashes = hashes;
    byte[] @Nullable [] oldIds = ids;
    int[] oldNumbers = numbers;
    hashes = new int[2 * oldHashes.length];
    ids = new byte[hashes.length] @Nullable [];
    numbers = new int[hashes.length];
    int mask = hashes.length - 1;
    for (int old = 0; old < oldIds.length; old++) {
      byte @Nullable [] id = oldIds[old];
      if (id != null) {
        int slot = oldHashes[old] & mask;
        while (ids[slot] != null) {
          slot = slot + 1 & mask;
        }
        hashes[slot] = oldHashes[old];
        ids[slot] = id;
        numbers[slot] = oldNumbers[old];
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
