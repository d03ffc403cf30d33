package io.eddyline.serving.overlay;

import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;

/**
 * By how much the affinities of a version's own rows differ from those that its graph adds.
 *
 * <p>Threading: one thread, for one request.
 */
final class AffinityChanges {
  /** Of a version without affinities; nothing is added to it. */
  static final AffinityChanges NONE = new AffinityChanges(0);

  private static final int ABSENT = -1;
  private static final float LOAD_FACTOR = 0.6f;
  private static final int SMALLEST = 8;

  private final Int2IntHashMap places;
  private int[] rows;
  private float[] changes;

  /** Takes a row. */
  interface Reader {
    void read(int row, float change);
  }

  /**
   * None yet.
   *
   * @param expected rows
   */
  AffinityChanges(int expected) {
    places = new Int2IntHashMap(Math.max(SMALLEST, 2 * expected), LOAD_FACTOR, ABSENT, false);
    rows = new int[Math.max(SMALLEST, expected)];
    changes = new float[rows.length];
  }

  void add(int row, float change) {
    if (change == 0) {
      return;
    }
    int place = places.get(row);
    if (place == ABSENT) {
      place = places.size();
      if (place == rows.length) {
        rows = Arrays.copyOf(rows, 2 * place);
        changes = Arrays.copyOf(changes, 2 * place);
      }
      places.put(row, place);
      rows[place] = row;
    }
    changes[place] += change;
  }

  /** What is to be added to the score that the graph has of a row. */
  float of(int row) {
    int place = places.get(row);
    return place == ABSENT ? 0 : changes[place];
  }

  /** Visits the rows whose score by the graph is too low. */
  void forEachGain(Reader reader) {
    for (int place = 0; place < places.size(); place++) {
      if (changes[place] > 0) {
        reader.read(rows[place], changes[place]);
      }
    }
  }
}
