package io.eddyline.serving.model;

import io.eddyline.serving.model.OrderedRows.RowList;
import java.util.Arrays;

/**
 * Orders rows by a number of theirs, a piece at a time: a radix sort from the lowest digit on
 * (Knuth 1973, sec. 5.2.5, algorithm R), with counts instead of links.
 *
 * <pre>
 *   pass 0     key of each row, counts of its three digits of 11 bits
 *   pass 1..3  rows to the places of their digit, from one list to another
 * </pre>
 *
 * <p>Nothing is allocated after construction: 12 bytes a row, and what was shown before is written
 * next.
 *
 * <p>Threading: one thread at a time.
 */
final class RowSorter {
  private static final int DIGIT_BITS = 11;
  private static final int BUCKETS = 1 << DIGIT_BITS;
  private static final int DIGITS = 3;

  private final int[] keys;
  private final int[][] places = new int[DIGITS][BUCKETS];
  private RowList from;
  private RowList to;
  private RowValue value = _ -> 0;
  private int pass;
  private int at;

  /** A number of each row, not NaN. */
  interface RowValue {
    float of(int row);
  }

  RowSorter(int count) {
    this.keys = new int[count];
    this.from = new RowList(new int[count]);
    this.to = new RowList(new int[count]);
  }

  /** Begins with all rows. */
  void begin(RowValue by) {
    value = by;
    pass = 0;
    at = 0;
    for (int[] digits : places) {
      Arrays.fill(digits, 0);
    }
  }

  /**
   * Goes on for so many rows.
   *
   * @param order shows the rows when all is done, greatest value first
   * @return whether that is so
   */
  boolean step(int rows, OrderedRows order) {
    int end = Math.min(keys.length, at + rows);
    if (pass == 0) {
      count(at, end);
    } else {
      place(at, end);
    }
    at = end;
    if (at < keys.length) {
      return false;
    }
    at = 0;
    if (pass == 0) {
      sum();
    } else {
      RowList written = to;
      to = from;
      from = written;
    }
    pass++;
    if (pass > DIGITS) {
      from = order.show(from);
      return true;
    }
    to.beginWriting();
    return false;
  }

  private void count(int first, int end) {
    for (int row = first; row < end; row++) {
      int key = falling(value.of(row));
      keys[row] = key;
      for (int digit = 0; digit < DIGITS; digit++) {
        places[digit][digit(key, digit)]++;
      }
    }
  }

  /** Bits that, without a sign, fall as the value rises. */
  private static int falling(float of) {
    int bits = Float.floatToIntBits(of + 0f);
    return bits < 0 ? bits : (~bits & Integer.MAX_VALUE);
  }

  private static int digit(int key, int digit) {
    return (key >>> (digit * DIGIT_BITS)) & (BUCKETS - 1);
  }

  /* From how many rows have a digit to where the first of them goes. */
  private void sum() {
    for (int[] digits : places) {
      int before = 0;
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        int having = digits[bucket];
        digits[bucket] = before;
        before += having;
      }
    }
  }

  private void place(int first, int end) {
    int[] place = places[pass - 1];
    for (int rank = first; rank < end; rank++) {
      int row = pass == 1 ? rank : from.rows[rank];
      to.rows[place[digit(keys[row], pass - 1)]++] = row;
    }
  }
}
