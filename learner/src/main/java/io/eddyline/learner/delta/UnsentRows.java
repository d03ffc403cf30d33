package io.eddyline.learner.delta;

import java.util.Arrays;

/**
 * The distinct rows of a table that changed and were not handed over, in the order of their first
 * change, each with when the first of its events since then was appended.
 *
 * <pre>
 *   slots:    | row 7 | none | row 2 | ...      a queue in a circle; none: taken back
 *   slotOf:   row ──▶ its slot + 1, 0 if it is not in
 * </pre>
 *
 * <p>A row that is marked again keeps its place: nobody waits the longer because a row is busy.
 * Nothing is allocated once both arrays have grown to what is needed.
 *
 * <p>Threading: the task's stream thread.
 */
final class UnsentRows {
  static final int NONE = -1;

  private static final int FIRST_SLOTS = 64;
  private static final int NOT_IN = 0;

  private int[] slots = new int[FIRST_SLOTS];
  private long[] appendedAtMs = new long[FIRST_SLOTS];
  private long[] cleanedAtMs = new long[FIRST_SLOTS];
  private int[] slotOf = new int[FIRST_SLOTS];
  private int head;
  private int used;
  private int count;

  /** Puts a row in, as the last; returns false if it was in already. */
  boolean mark(int row) {
    if (row >= slotOf.length) {
      slotOf = Arrays.copyOf(slotOf, Math.max(row + 1, 2 * slotOf.length));
    }
    if (slotOf[row] != NOT_IN) {
      return false;
    }
    if (used == slots.length) {
      makeRoom();
    }
    int slot = slot(used++);
    count++;
    slots[slot] = row;
    appendedAtMs[slot] = 0;
    cleanedAtMs[slot] = 0;
    slotOf[row] = slot + 1;
    return true;
  }

  private void makeRoom() {
    boolean isFull = 2 * count > used;
    compact();
    if (isFull) {
      grow();
    }
  }

  /* Closes the gaps of what was taken back, in place. */
  private void compact() {
    int kept = 0;
    for (int k = 0; k < used; k++) {
      int row = slots[slot(k)];
      if (row != NONE) {
        move(slot(k), slot(kept++));
      }
    }
    used = kept;
  }

  private void grow() {
    int capacity = slots.length;
    slots = Arrays.copyOf(slots, 2 * capacity);
    appendedAtMs = Arrays.copyOf(appendedAtMs, 2 * capacity);
    cleanedAtMs = Arrays.copyOf(cleanedAtMs, 2 * capacity);
    for (int slot = 0; slot < head + used - capacity; slot++) {
      move(slot, capacity + slot);
    }
  }

  private void move(int from, int to) {
    slots[to] = slots[from];
    appendedAtMs[to] = appendedAtMs[from];
    cleanedAtMs[to] = cleanedAtMs[from];
    slotOf[slots[to]] = to + 1;
  }

  private int slot(int k) {
    return head + k & slots.length - 1;
  }

  /**
   * Says when an event of a row that is in was appended, to its source and as input. The first one
   * since the row was marked counts: it has waited longest.
   */
  void stamp(int row, long appendedMs, long cleanedMs) {
    int slot = slotOf[row] - 1;
    if (appendedAtMs[slot] == 0 && cleanedAtMs[slot] == 0) {
      appendedAtMs[slot] = appendedMs;
      cleanedAtMs[slot] = cleanedMs;
    }
  }

  /** As {@link #stamp} said of a row that is in; 0 if nothing was said. */
  long appendedAtMs(int row) {
    return appendedAtMs[slotOf[row] - 1];
  }

  /** As {@link #stamp} said of a row that is in; 0 if nothing was said. */
  long cleanedAtMs(int row) {
    return cleanedAtMs[slotOf[row] - 1];
  }

  /** Whether the row is in. */
  boolean contains(int row) {
    return row < slotOf.length && slotOf[row] != NOT_IN;
  }

  /** Rows that are in. */
  int count() {
    return count;
  }

  /** The row that has waited longest; {@link #NONE} if there is none. */
  int first() {
    while (used > 0 && slots[head] == NONE) {
      head = slot(1);
      used--;
    }
    return used == 0 ? NONE : slots[head];
  }

  /** Takes a row out, wherever it stands; nothing happens if it is not in. */
  void remove(int row) {
    if (row < slotOf.length && slotOf[row] != NOT_IN) {
      slots[slotOf[row] - 1] = NONE;
      slotOf[row] = NOT_IN;
      count--;
    }
  }
}
