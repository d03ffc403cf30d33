package io.eddyline.learner.evaluate.model;

import java.util.Arrays;
import org.agrona.collections.LongHashSet;

/**
 * The distinct items of every user, and how many events a user had.
 *
 * <p>Threading: one thread.
 */
public final class UserItems {
  private final LongHashSet pairs = new LongHashSet();
  private final int[][] items;
  private final int[] sizes;
  private final int[] events;

  public UserItems(int userCount) {
    this.items = new int[userCount][];
    this.sizes = new int[userCount];
    this.events = new int[userCount];
    Arrays.fill(items, new int[0]);
  }

  public boolean has(int user, int item) {
    return pairs.contains(pair(user, item));
  }

  public void add(int user, int item) {
    events[user]++;
    if (pairs.add(pair(user, item))) {
      if (sizes[user] == items[user].length) {
        items[user] = Arrays.copyOf(items[user], Math.max(8, 2 * sizes[user]));
      }
      items[user][sizes[user]++] = item;
    }
  }

  /** Events of the user, repeats among them. */
  public int events(int user) {
    return events[user];
  }

  /** Distinct items of the user. */
  public int size(int user) {
    return sizes[user];
  }

  /** Sets the entries of the user's items. */
  public void fill(int user, float[] target, float value) {
    fill(user, sizes[user], target, value);
  }

  /** Sets the entries of the first {@code count} distinct items that the user had. */
  public void fill(int user, int count, float[] target, float value) {
    for (int k = 0; k < count; k++) {
      target[items[user][k]] = value;
    }
  }

  private static long pair(int user, int item) {
    return (long) user << 32 | item;
  }
}
