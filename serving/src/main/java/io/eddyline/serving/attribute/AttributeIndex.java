package io.eddyline.serving.attribute;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An inverted index from the values of attributes to rows: of each attribute a sorted dictionary of
 * its distinct values, and of each value the rows that have it.
 *
 * <pre>
 *   attribute "genre"
 *     values   Comedy | Drama | War          ascending, n of them
 *     starts   0      | 3     | 5   | 9      n + 1
 *     rows     4 7 9  | 0 4   | 1 2 7 8      one a (row, value) pair
 * </pre>
 *
 * <p>A comparison is a range of the dictionary, found by bisection, so it costs the rows that it
 * matches. Memory: 4 bytes a pair, 4 and the value itself a distinct value, nothing for rows
 * without attributes; so less than the catalogue's own size on disk in most catalogues.
 *
 * <p>Null, objects, and lists within lists are no values and are passed over.
 *
 * <p>Threading: immutable.
 */
public final class AttributeIndex implements ItemAttributes {
  private final int rowCount;
  private final Map<String, Column> columns;

  private AttributeIndex(int rowCount, Map<String, Column> columns) {
    this.rowCount = rowCount;
    this.columns = columns;
  }

  @Override
  public int rowCount() {
    return rowCount;
  }

  @Override
  public void addAnyOf(String attribute, List<AttributeValue> values, BitSet rows) {
    Column column = column(attribute);
    for (AttributeValue value : values) {
      int at = Arrays.binarySearch(column.values, value);
      if (at >= 0) {
        column.addRange(at, at + 1, rows);
      }
    }
  }

  @Override
  public void addBeyond(String attribute, Side side, AttributeValue bound, BitSet rows) {
    Column column = column(attribute);
    int at = Arrays.binarySearch(column.values, bound);
    int below = at >= 0 ? at : -at - 1;
    int above = at >= 0 ? at + 1 : below;
    switch (side) {
      case LESS -> column.addRange(column.firstOfType(below, bound), below, rows);
      case AT_MOST -> column.addRange(column.firstOfType(below, bound), above, rows);
      case GREATER -> column.addRange(above, column.endOfType(above, bound), rows);
      case AT_LEAST -> column.addRange(below, column.endOfType(above, bound), rows);
    }
  }

  @Override
  public void addPresent(String attribute, BitSet rows) {
    Column column = column(attribute);
    column.addRange(0, column.values.length, rows);
  }

  private Column column(String attribute) {
    return columns.getOrDefault(attribute, Column.EMPTY);
  }

  /** One attribute; see the drawing above. */
  private static final class Column {
    static final Column EMPTY = new Column(new AttributeValue[0], new int[] {0}, new int[0]);

    final AttributeValue[] values;
    private final int[] starts;
    private final int[] rows;

    Column(AttributeValue[] values, int[] starts, int[] rows) {
      this.values = values;
      this.starts = starts;
      this.rows = rows;
    }

    void addRange(int fromValue, int toValue, BitSet into) {
      for (int at = starts[fromValue]; at < starts[toValue]; at++) {
        into.set(rows[at]);
      }
    }

    /** The first of the values before {@code end} that are of the bound's type. */
    int firstOfType(int end, AttributeValue bound) {
      int low = 0;
      int high = end;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (values[middle].isComparableWith(bound)) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    /** Behind the last of the values from {@code start} that are of the bound's type. */
    int endOfType(int start, AttributeValue bound) {
      int low = start;
      int high = values.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (values[middle].isComparableWith(bound)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /**
   * Collects the attributes of rows in any order.
   *
   * <p>Threading: one thread.
   */
  public static final class Builder {
    private final Map<String, Pairs> attributes = new HashMap<>();

    /** Adds the attributes of a row: name to string, number, boolean, or list of those. */
    public void add(int row, Map<String, Object> values) {
      values.forEach(
          (name, value) -> {
            if (value instanceof List<?> list) {
              list.forEach(element -> addValue(row, name, element));
            } else {
              addValue(row, name, value);
            }
          });
    }

    private void addValue(int row, String name, Object json) {
      AttributeValue value = AttributeValue.of(json);
      if (value != null) {
        attributes.computeIfAbsent(name, _ -> new Pairs()).add(row, value);
      }
    }

    /**
     * The index of all that was added; ends the builder.
     *
     * @param between runs between any two attributes, to rest or to throw
     */
    public AttributeIndex build(int rowCount, Runnable between) {
      Map<String, Column> columns = HashMap.newHashMap(attributes.size());
      var each = attributes.entrySet().iterator();
      while (each.hasNext()) {
        var attribute = each.next();
        columns.put(attribute.getKey(), attribute.getValue().column());
        each.remove();
        between.run();
      }
      return new AttributeIndex(rowCount, columns);
    }
  }

  /**
   * The (row, value) pairs of an attribute as they come; a value's code is its place of arrival.
   */
  private static final class Pairs {
    private final Map<AttributeValue, Integer> codes = new HashMap<>();
    private int[] rows = new int[16];
    private int[] codeOf = new int[16];
    private int count;

    void add(int row, AttributeValue value) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
        codeOf = Arrays.copyOf(codeOf, 2 * count);
      }
      rows[count] = row;
      codeOf[count++] = codes.computeIfAbsent(value, _ -> codes.size());
    }

    /** Sorts the values, then the pairs by counting those of each value. */
    Column column() {
      AttributeValue[] values = codes.keySet().toArray(AttributeValue[]::new);
      Arrays.sort(values);
      int[] rank = new int[values.length];
      for (int place = 0; place < values.length; place++) {
        rank[codes.getOrDefault(values[place], 0)] = place;
      }
      int[] starts = new int[values.length + 1];
      for (int pair = 0; pair < count; pair++) {
        starts[rank[codeOf[pair]] + 1]++;
      }
      for (int place = 0; place < values.length; place++) {
        starts[place + 1] += starts[place];
      }
      int[] next = Arrays.copyOf(starts, values.length);
      int[] sorted = new int[count];
      for (int pair = 0; pair < count; pair++) {
        sorted[next[rank[codeOf[pair]]]++] = rows[pair];
      }
      return new Column(values, starts, sorted);
    }
  }
}
