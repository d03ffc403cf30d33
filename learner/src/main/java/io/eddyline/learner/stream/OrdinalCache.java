package io.eddyline.learner.stream;

import com.google.protobuf.ByteString;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.schemas.error.FormatException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ordinals in the replica by the bytes of item ids, for who has many ids to look up at one time:
 * most are asked for again and again, and no string is made of them.
 *
 * <pre>
 *   slot = hash of the bytes & mask, or the next free one; at most half are in use
 *     hashes  [slot]    compared first
 *     ids     [slot]    the bytes; null: free
 *     ordinals[slot]
 * </pre>
 *
 * <p>An ordinal that was retired meanwhile is asked for anew. The caller must have a {@link
 * io.eddyline.learner.table.ReplicaReader}, so that none is given to another item.
 *
 * <p>Threading: one thread.
 */
final class OrdinalCache {
  private static final int FIRST_SLOTS = 1 << 12;
  /* Some 80 MB; further ids are looked up in the replica. */
  private static final int MOST_SLOTS = 1 << 21;

  private final ItemReplica replica;
  private int[] hashes = new int[FIRST_SLOTS];
  private byte @Nullable [][] ids = new byte @Nullable [FIRST_SLOTS][];
  private int[] ordinals = new int[FIRST_SLOTS];
  private int size;

  OrdinalCache(ItemReplica replica) {
    this.replica = replica;
  }

  /**
   * The ordinal of the item whose id in UTF-8 is {@code bytes[at, at + length)}; an unknown item
   * gets one.
   *
   * @throws FormatException if the bytes are not UTF-8
   */
  int ordinalOf(byte[] bytes, int at, int length) {
    int hash = hash(bytes, at, length);
    int slot = slot(hash, bytes, at, length);
    if (ids[slot] != null && !replica.isRetired(ordinals[slot])) {
      return ordinals[slot];
    }
    ByteString id = ByteString.copyFrom(bytes, at, length);
    if (!id.isValidUtf8()) {
      throw new FormatException("an item id of %d bytes is not UTF-8".formatted(length));
    }
    int ordinal = replica.ordinalOf(id.toStringUtf8());
    put(slot, hash, id, ordinal);
    return ordinal;
  }

  /** Where the id is, or where it would be. */
  private int slot(int hash, byte[] bytes, int at, int length) {
    int mask = hashes.length - 1;
    int slot = hash & mask;
    for (byte[] id = ids[slot]; id != null; id = ids[slot]) {
      if (hashes[slot] == hash && Arrays.equals(id, 0, id.length, bytes, at, at + length)) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void put(int slot, int hash, ByteString id, int ordinal) {
    if (ids[slot] != null) {
      ordinals[slot] = ordinal;
    } else if (2 * size < MOST_SLOTS) {
      hashes[slot] = hash;
      ids[slot] = id.toByteArray();
      ordinals[slot] = ordinal;
      size++;
      if (2 * size > hashes.length) {
        grow();
      }
    }
  }

  private void grow() {
    int[] oldHashes = hashes;
    byte @Nullable [][] oldIds = ids;
    int[] oldOrdinals = ordinals;
    hashes = new int[2 * oldHashes.length];
    ids = new byte @Nullable [hashes.length][];
    ordinals = new int[hashes.length];
    int mask = hashes.length - 1;
    for (int old = 0; old < oldIds.length; old++) {
      if (oldIds[old] != null) {
        int slot = oldHashes[old] & mask;
        while (ids[slot] != null) {
          slot = slot + 1 & mask;
        }
        hashes[slot] = oldHashes[old];
        ids[slot] = oldIds[old];
        ordinals[slot] = oldOrdinals[old];
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
