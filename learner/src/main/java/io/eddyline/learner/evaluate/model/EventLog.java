package io.eddyline.learner.evaluate.model;

import java.util.Arrays;

/**
 * All past events, to be drawn from.
 *
 * <p>Threading: one thread.
 */
final class EventLog {
  private static final int FIRST_CAPACITY = 1024;

  private int[] users = new int[FIRST_CAPACITY];
  private int[] items = new int[FIRST_CAPACITY];
  private int size;

  void add(int user, int item) {
    if (size == users.length) {
      users = Arrays.copyOf(users, 2 * size);
      items = Arrays.copyOf(items, 2 * size);
    }
    users[size] = user;
    items[size++] = item;
  }

  int size() {
    return size;
  }

  int user(int event) {
    return users[event];
  }

  int item(int event) {
    return items[event];
  }
}
