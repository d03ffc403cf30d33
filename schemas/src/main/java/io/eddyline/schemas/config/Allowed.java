package io.eddyline.schemas.config;

import java.lang.reflect.RecordComponent;

/**
 * The check of numbers against the bounds of their {@link Setting}s that settings records make in
 * their constructors.
 *
 * <p>Threading: stateless.
 */
public final class Allowed {
  private Allowed() {}

  /**
   * Refuses what is not within the bounds of its setting, and not-a-number.
   *
   * <pre>
   *   record RowSettings(@Setting(min = 1, max = 9) int a, @Setting(min = 0, max = 1) double b) {
   *     RowSettings {
   *       Allowed.check(RowSettings.class, "learning.rows", a, b);
   *     }
   *   }
   * </pre>
   *
   * @param type of the record
   * @param group key of the record, for the message; empty if it has none
   * @param values of all components, in their order; those that are no numbers are passed over
   * @throws IllegalArgumentException naming key, value and allowed range
   */
  public static void check(Class<? extends Record> type, String group, Object... values) {
    RecordComponent[] components = type.getRecordComponents();
    if (values.length != components.length) {
      throw new IllegalStateException(
          "%d values for the %d components of %s"
              .formatted(values.length, components.length, type.getName()));
    }
    for (int k = 0; k < values.length; k++) {
      Setting setting = components[k].getAnnotation(Setting.class);
      if (setting != null && values[k] instanceof Number number) {
        String prefix = group.isEmpty() ? "" : group + ".";
        String key = prefix + RecordSettings.key(components[k]);
        require(key, number.doubleValue(), setting.min(), setting.max());
      }
    }
  }

  private static void require(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s %s: expected %s".formatted(key, plain(value), range(min, max)));
    }
  }

  private static String range(double min, double max) {
    return max == Double.POSITIVE_INFINITY
        ? "at least " + plain(min)
        : "%s to %s".formatted(plain(min), plain(max));
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
