package io.eddyline.k8s.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the text of a setting into the type of its record component. Stateless; any thread. */
final class SettingParser {
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  private SettingParser() {}

  /**
   * Parses {@code text} as {@code type}.
   *
   * @throws IllegalArgumentException if it is none; {@link AllowedValues} says what is
   * @throws ArithmeticException if it is too large for the type
   */
  static Object parse(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    }
    String stripped = text.strip();
    if (type == List.class) {
      return stripped.isEmpty()
          ? List.of()
          : Arrays.stream(stripped.split(",")).map(String::strip).toList();
    }
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException("no value");
    }
    if (type == int.class) {
      return Math.toIntExact(Long.parseLong(stripped));
    }
    if (type == long.class) {
      return Long.parseLong(stripped);
    }
    if (type == float.class) {
      return Float.parseFloat(stripped);
    }
    if (type == double.class) {
      return Double.parseDouble(stripped);
    }
    if (type == boolean.class) {
      return flag(stripped);
    }
    if (type == Duration.class) {
      return duration(stripped);
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type.isEnum()) {
      return constant(stripped, type);
    }
    throw new IllegalStateException("no parser for " + type);
  }

  /** The constants that a user may name: not those that Protobuf adds to each of its enums. */
  static List<Enum<?>> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .<Enum<?>>map(Enum.class::cast)
        .filter(constant -> !constant.name().equals("UNRECOGNIZED"))
        .filter(constant -> !constant.name().endsWith("_UNSPECIFIED"))
        .toList();
  }

  /** How a constant is written in a configuration. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Enum<?> constant(String text, Class<?> type) {
    String wanted = text.replace('_', '-').toLowerCase(Locale.ROOT);
    return constants(type).stream()
        .filter(constant -> label(constant).equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }
}
