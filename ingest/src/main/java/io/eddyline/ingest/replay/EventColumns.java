package io.eddyline.ingest.replay;

import java.util.Arrays;

/**
 * Events as columns in file order, growing by half when full. Types and files are few: a byte each.
 *
 * <p>Threading: one writer, then read only.
 */
final class EventColumns {
  private static final int FIRST_CAPACITY = 1024;
  private static final int MAX_DISTINCT = 256;

  private int size;
  private int[] users = new int[FIRST_CAPACITY];
  private int[] items = new int[FIRST_CAPACITY];
  private int[] lines = new int[FIRST_CAPACITY];
  private long[] timestampsMs = new long[FIRST_CAPACITY];
  private float[] values = new float[FIRST_CAPACITY];
  private byte[] types = new byte[FIRST_CAPACITY];
  private byte[] files = new byte[FIRST_CAPACITY];

  void add(int user, int item, int type, long timestampMs, double value, int file, int line) {
    if (type >= MAX_DISTINCT || file >= MAX_DISTINCT) {
      throw new IllegalArgumentException(
          "more than %d event types or files".formatted(MAX_DISTINCT));
    }
    if (size == users.length) {
      grow(size + size / 2);
    }
    users[size] = user;
    items[size] = item;
    types[size] = (byte) type;
    timestampsMs[size] = timestampMs;
    values[size] = (float) value;
    files[size] = (byte) file;
    lines[size] = line;
    size++;
  }

  int size() {
    return size;
  }

  int user(int row) {
    return users[row];
  }

  int item(int row) {
    return items[row];
  }

  int type(int row) {
    return Byte.toUnsignedInt(types[row]);
  }

  long timestampMs(int row) {
    return timestampsMs[row];
  }

  /** The column itself; longer than {@link #size}. */
  long[] timestampMs() {
    return timestampsMs;
  }

  void timestampMs(int row, long newTimestampMs) {
    timestampsMs[row] = newTimestampMs;
  }

  double value(int row) {
    return values[row];
  }

  int file(int row) {
    return Byte.toUnsignedInt(files[row]);
  }

  int line(int row) {
    return lines[row];
  }

  private void grow(int capacity) {
    users = Arrays.copyOf(users, capacity);
    items = Arrays.copyOf(items, capacity);
    lines = Arrays.copyOf(lines, capacity);
    timestampsMs = Arrays.copyOf(timestampsMs, capacity);
    values = Arrays.copyOf(values, capacity);
    types = Arrays.copyOf(types, capacity);
    files = Arrays.copyOf(files, capacity);
  }
}
