package io.eddyline.k8s.config;

import io.eddyline.k8s.config.SettingNames.Named;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which keys and environment variables name a setting, and how the key of each is spelled.
 *
 * <pre>
 *   plain setting     eddyline.topics.prefix             EDDYLINE_TOPICS_PREFIX
 *   map of text       eddyline.kafka.properties."a.b"    EDDYLINE_KAFKA_PROPERTIES_A_B
 *   map of records    eddyline.events.types.save.weight  EDDYLINE_EVENTS_TYPES_SAVE_WEIGHT
 * </pre>
 *
 * <p>An entry's name is lower case in a variable; in a map of text its dots are underscores.
 *
 * <p>Threading: immutable.
 */
final class KnownKeys {
  private final List<Named> names;

  KnownKeys(List<Named> names) {
    this.names = List.copyOf(names);
  }

  /** The one spelling of a key, or null if it names nothing. */
  @Nullable String spelling(String key) {
    for (Named named : names) {
      if (!named.isMap()) {
        if (key.equals(named.key())) {
          return key;
        }
      } else if (key.startsWith(named.key() + ".")) {
        return entrySpelling(named, KeyPath.parts(key.substring(named.key().length() + 1)));
      }
    }
    return null;
  }

  private static @Nullable String entrySpelling(Named map, List<String> parts) {
    if (!map.isMapOfRecords()) {
      return entryKey(map, String.join(".", parts));
    }
    String field = parts.getLast();
    if (parts.size() < 2 || !fields(map).contains(field)) {
      return null;
    }
    return entryKey(map, String.join(".", parts.subList(0, parts.size() - 1))) + "." + field;
  }

  /** The key that a variable sets, or null if it names nothing. */
  @Nullable String ofVariable(String variable) {
    for (Named named : names) {
      String name = SettingNames.environment(named.key());
      if (!named.isMap()) {
        if (variable.equals(name)) {
          return named.key();
        }
      } else if (variable.startsWith(name + "_")) {
        return entryOfVariable(named, variable.substring(name.length() + 1));
      }
    }
    return null;
  }

  private static @Nullable String entryOfVariable(Named map, String rest) {
    String lower = rest.toLowerCase(Locale.ROOT);
    if (!map.isMapOfRecords()) {
      return entryKey(map, lower.replace('_', '.'));
    }
    Optional<String> field =
        fields(map).stream()
            .filter(name -> lower.endsWith("_" + name.replace('-', '_')))
            .filter(name -> lower.length() > name.length() + 1)
            .findFirst();
    return field
        .map(
            name ->
                entryKey(map, lower.substring(0, lower.length() - name.length() - 1)) + "." + name)
        .orElse(null);
  }

  /** The key of a map's entry; below it are the fields of a record. */
  static String entryKey(Named map, String entry) {
    return map.key() + "." + KeyPath.quoted(entry);
  }

  private static List<String> fields(Named map) {
    return Arrays.stream(map.mapValueType().getRecordComponents())
        .map(RecordComponent::getName)
        .map(SettingNames::kebab)
        .toList();
  }
}
