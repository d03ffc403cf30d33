package io.eddyline.learner.coldstart;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of an item's attributes that other items may share, as {@code name=value}.
 *
 * <pre>
 *   {"genre": ["Comedy", "Drama"], "new": true, "year": 1994}   genre=Comedy, genre=Drama, new=true
 * </pre>
 *
 * <p>Strings and booleans count as they are, lists item by item. Numbers are left out: equal ones
 * mean little, and how near two must be only their producer knows; he can send a decade or a price
 * band as a string.
 */
public final class AttributeValues {
  private AttributeValues() {}

  /** The values of a catalogue entry's attributes. */
  public static Set<String> of(Map<String, ?> attributes) {
    Set<String> values = new TreeSet<>();
    attributes.forEach((name, value) -> collect(name, value, values));
    return values;
  }

  private static void collect(String name, Object value, Set<String> values) {
    if (value instanceof Collection<?> list) {
      for (Object element : list) {
        if (element instanceof String || element instanceof Boolean) {
          values.add(name + "=" + element);
        }
      }
    } else if (value instanceof String || value instanceof Boolean) {
      values.add(name + "=" + value);
    }
  }
}
