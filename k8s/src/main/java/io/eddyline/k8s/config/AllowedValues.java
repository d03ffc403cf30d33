package io.eddyline.k8s.config;

import io.eddyline.schemas.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a setting takes, in words: for refusals and for the documents. Stateless; any thread. */
final class AllowedValues {
  private AllowedValues() {}

  /** For instance {@code a whole number, 0 to 65535}. */
  static String of(Class<?> type, Setting setting) {
    String range = range(setting);
    return kind(type) + (range.isEmpty() ? "" : ", " + range);
  }

  /** Whether a number is one that the setting takes. */
  static boolean contains(Setting setting, double value) {
    return value >= setting.min() && value <= setting.max();
  }

  private static String kind(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == float.class || type == double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == Duration.class) {
      return "a duration such as 250ms, 30s, 5m, 24h or 7d";
    }
    if (type == Path.class) {
      return "a path";
    }
    if (type == List.class) {
      return "texts, comma-separated";
    }
    if (type == Map.class) {
      return "entries by name";
    }
    if (type.isEnum()) {
      return "one of "
          + SettingParser.constants(type).stream()
              .map(SettingParser::label)
              .collect(Collectors.joining(", "));
    }
    return "text";
  }

  private static String range(Setting setting) {
    boolean bottom = Double.isFinite(setting.min());
    boolean top = Double.isFinite(setting.max());
    if (bottom && top) {
      return bound(setting.min()) + " to " + bound(setting.max());
    }
    if (bottom) {
      return "at least " + bound(setting.min());
    }
    return top ? "at most " + bound(setting.max()) : "";
  }

  private static String bound(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
