package io.eddyline.learner.evaluate.model;

import java.util.Arrays;

/**
 * Every user's items in the order of the events, repeats among them.
 *
 * <p>Threading: one thread.
 */
final class UserHistories {
  private static final int FIRST_CAPACITY = 8;

  private final int[][] items;
  private final int[] sizes;

  UserHistories(int userCount) {
    this.items = new int[userCount][];
    this.sizes = new int[userCount];
    Arrays.fill(items, new int[0]);
  }

  void add(int user, int item) {
    if (sizes[user] == items[user].length) {
      items[user] = Arrays.copyOf(items[user], Math.max(FIRST_CAPACITY, 2 * sizes[user]));
    }
    items[user][sizes[user]++] = item;
  }

  int size(int user) {
    return sizes[user];
  }

  /**
   * An item by its age.
   *
   * @param end only the user's first {@code end} events are looked at
   * @param age 0 for the newest of them
   */
  int item(int user, int end, int age) {
    return items[user][end - 1 - age];
  }
}
