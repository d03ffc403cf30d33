package io.eddyline.ingest.replay;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the reader is told beyond the file.
 *
 * @param columns role ({@code user item time value type}) to column, by name or 1-based number;
 *     roles that are missing are found by looking at the file
 * @param type the type of all events that do not say their own; null leaves it to the format:
 *     {@code rating} where there is one, else {@code click}
 */
public record ReadOptions(Map<String, String> columns, @Nullable String type) {
  private static final Set<String> ROLES = Set.of("user", "item", "time", "value", "type");

  public ReadOptions {
    columns = Map.copyOf(columns);
    for (String role : columns.keySet()) {
      if (!ROLES.contains(role)) {
        throw new IllegalArgumentException(
            "columns: \"%s\" is not one of user, item, time, value, type".formatted(role));
      }
    }
  }

  /** Nothing is told. */
  public static ReadOptions none() {
    return new ReadOptions(Map.of(), null);
  }

  /**
   * From {@code user=…,item=…,time=…,value=…} as on the command line.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static ReadOptions parse(String columns, @Nullable String type) {
    Map<String, String> roles = new TreeMap<>();
    for (String part : columns.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || equals == part.length() - 1) {
        throw new IllegalArgumentException(
            "columns: \"%s\", expected role=column, for instance user=1,item=2".formatted(part));
      }
      roles.put(
          part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
          part.substring(equals + 1).strip());
    }
    return new ReadOptions(roles, type);
  }
}
