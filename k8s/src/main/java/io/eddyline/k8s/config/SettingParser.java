package io.eddyline.k8s.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the text of a setting into the type of its record component. */
final class SettingParser {
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  private SettingParser() {}

  /**
   * Parses {@code text} as {@code type}.
   *
   * @return null for an empty text where the type has an absent value
   * @throws IllegalArgumentException saying what was expected
   */
  static @Nullable Object parse(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    }
    if (type == List.class) {
      return text.isBlank()
          ? List.of()
          : Arrays.stream(text.split(",")).map(String::strip).toList();
    }
    if (text.isBlank()) {
      if (type.isPrimitive()) {
        throw new IllegalArgumentException("expected a value");
      }
      return null;
    }
    if (type == int.class || type == Integer.class) {
      return Math.toIntExact(number(text));
    }
    if (type == long.class || type == Long.class) {
      return number(text);
    }
    if (type == float.class || type == Float.class) {
      return (float) real(text);
    }
    if (type == double.class || type == Double.class) {
      return real(text);
    }
    if (type == boolean.class || type == Boolean.class) {
      return flag(text);
    }
    if (type == Duration.class) {
      return duration(text);
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type.isEnum()) {
      return constant(text, type);
    }
    throw new IllegalStateException("no parser for " + type);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip().replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number", e);
    }
  }

  private static double real(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number", e);
    }
  }

  private static boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a duration such as 250ms, 30s, 5m, 24h or 7d");
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

  private static Object constant(String text, Class<?> type) {
    String wanted = text.strip().replace('-', '_').toUpperCase(Locale.ROOT);
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(wanted)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "expected one of " + Arrays.toString(type.getEnumConstants()));
  }
}
