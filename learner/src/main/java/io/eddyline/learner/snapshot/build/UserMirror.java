package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.SeenBlock;
import io.eddyline.schemas.record.UserRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest row and the seen blocks of every user; items by their {@link ItemMirror} number.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class UserMirror {
  /** One user; vector is empty until the row itself has been read. */
  private static final class User {
    private final String id;
    private float[] vector = {};
    private int[] history = {};
    private int[] seenTail = {};
    private final TreeMap<Integer, int[]> seenBlocks = new TreeMap<>();

    private User(String id) {
      this.id = id;
    }
  }

  private final int dimension;
  private final ItemMirror items;
  private final RecentUsers recent;
  private final Map<String, User> users = new HashMap<>();

  UserMirror(int dimension, ItemMirror items, RecentUsers recent) {
    this.dimension = dimension;
    this.items = items;
    this.recent = recent;
  }

  /**
   * Takes the newest row of a user.
   *
   * @throws io.eddyline.schemas.error.FormatException if its vector is not finite; the row before
   *     it stays
   */
  void put(String id, UserRow row) {
    float[] vector = FiniteVector.decode(id, row.getVector(), dimension);
    User user = users.computeIfAbsent(id, User::new);
    int[] history =
        row.getHistoryList().stream()
            .map(HistoryEntry::getItemId)
            .mapToInt(items::number)
            .toArray();
    if (history.length > 0 && (user.history.length == 0 || user.history[0] != history[0])) {
      recent.offer(id);
    }
    user.vector = vector;
    user.history = history;
    user.seenTail = numbers(row.getSeenTailList());
  }

  void putSeenBlock(String id, int block, SeenBlock seen) {
    users.computeIfAbsent(id, User::new).seenBlocks.put(block, numbers(seen.getItemIdsList()));
  }

  void remove(String id) {
    users.remove(id);
  }

  void removeSeenBlock(String id, int block) {
    User user = users.get(id);
    if (user != null) {
      user.seenBlocks.remove(block);
    }
  }

  boolean has(String id) {
    User user = users.get(id);
    return user != null && user.vector.length == dimension;
  }

  /** A sample of the users whose newest item has changed since the last call. */
  List<String> takeRecent() {
    return recent.take();
  }

  /** The users that have a row, in no particular order. */
  List<String> ids() {
    List<String> ids = new ArrayList<>(users.size());
    for (User user : users.values()) {
      if (user.vector.length == dimension) {
        ids.add(user.id);
      }
    }
    return ids;
  }

  /** Writes e_u. */
  void vector(String id, float[] target) {
    System.arraycopy(user(id).vector, 0, target, 0, dimension);
  }

  /** Item numbers, newest first. */
  int[] history(String id) {
    return user(id).history;
  }

  /** Item numbers, oldest first. */
  int[] seen(String id) {
    User user = user(id);
    int length =
        user.seenTail.length
            + user.seenBlocks.values().stream().mapToInt(block -> block.length).sum();
    int[] seen = new int[length];
    int at = 0;
    for (int[] block : user.seenBlocks.values()) {
      System.arraycopy(block, 0, seen, at, block.length);
      at += block.length;
    }
    System.arraycopy(user.seenTail, 0, seen, at, user.seenTail.length);
    return Arrays.stream(seen).distinct().toArray();
  }

  /** Marks the numbers of all items that a user refers to. */
  void markReferred(BitSet numbers) {
    for (User user : users.values()) {
      mark(numbers, user.history);
      mark(numbers, user.seenTail);
      user.seenBlocks.values().forEach(block -> mark(numbers, block));
    }
  }

  private static void mark(BitSet numbers, int[] items) {
    for (int item : items) {
      numbers.set(item);
    }
  }

  private User user(String id) {
    User user = users.get(id);
    if (user == null) {
      throw new IllegalArgumentException("no row of user " + id);
    }
    return user;
  }

  private int[] numbers(List<String> ids) {
    return ids.stream().mapToInt(items::number).toArray();
  }
}
