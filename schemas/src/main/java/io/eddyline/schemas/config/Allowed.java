package io.eddyline.schemas.config;

/**
 * The check of a number against its range that settings records make in their constructors.
 *
 * <p>Threading: stateless.
 */
public final class Allowed {
  private Allowed() {}

  /**
   * Refuses what is not from {@code min} to {@code max}, and not-a-number.
   *
   * @param key full name of the setting, for the message
   */
  public static void require(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s %s: expected %s to %s".formatted(key, plain(value), plain(min), plain(max)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
