package io.eddyline.schemas.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes a settings record from its defaults and {@code key=value} overrides, and back.
 *
 * <p>A component that is itself a record is a group: its keys follow its own, after a dot.
 *
 * <p>Threading: stateless.
 */
public final class RecordSettings {
  private RecordSettings() {}

  /** The record of defaults. */
  public static <R extends Record> R defaults(Class<R> type) {
    return bind(type, Map.of());
  }

  /**
   * The record of defaults with overrides laid over.
   *
   * @param overrides by component name in kebab case, those of a group as {@code group.key}
   * @throws IllegalArgumentException naming key, value and what was expected
   */
  public static <R extends Record> R bind(Class<R> type, Map<String, String> overrides) {
    Map<String, String> unused = new LinkedHashMap<>(overrides);
    R settings = type.cast(make(type, "", unused));
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown setting %s: expected one of %s"
              .formatted(
                  unused.keySet().iterator().next(),
                  String.join(", ", describe(settings).keySet())));
    }
    return settings;
  }

  /** The record's values by key, in the order of declaration; constants as they are written. */
  public static Map<String, Object> describe(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    describe(settings, "", values);
    return values;
  }

  private static void describe(Record settings, String prefix, Map<String, Object> values) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      String key = prefix + key(component);
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(settings);
        if (value instanceof Record group) {
          describe(group, key + ".", values);
        } else {
          values.put(key, value instanceof Enum<?> constant ? label(constant) : value);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
    }
  }

  private static Object make(Class<?> type, String prefix, Map<String, String> unused) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int k = 0; k < components.length; k++) {
      String key = prefix + key(components[k]);
      types[k] = components[k].getType();
      if (types[k].isRecord()) {
        values[k] = make(types[k], key + ".", unused);
      } else {
        String given = unused.remove(key);
        String text =
            given == null ? components[k].getAnnotation(Setting.class).defaultValue() : given;
        values[k] = parse(key, text, types[k]);
      }
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  /** The component's name in kebab case. */
  static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object parse(String key, String value, Class<?> type) {
    try {
      if (type == int.class) {
        return Integer.valueOf(value);
      }
      if (type == long.class) {
        return Long.valueOf(value);
      }
      if (type == double.class) {
        return Double.valueOf(value);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s \"%s\": expected a number of type %s".formatted(key, value, type.getName()), e);
    }
    if (type == String.class) {
      return value;
    }
    if (type == boolean.class) {
      return switch (value) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw new IllegalArgumentException(
                "%s \"%s\": expected true or false".formatted(key, value));
      };
    }
    if (type.isEnum()) {
      return constant(key, value, type);
    }
    throw new IllegalStateException("setting %s has the type %s".formatted(key, type));
  }

  private static Enum<?> constant(String key, String value, Class<?> type) {
    Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> label(constant).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s \"%s\": expected one of %s"
                        .formatted(
                            key,
                            value,
                            Arrays.stream(constants)
                                .map(RecordSettings::label)
                                .collect(Collectors.joining(", ")))));
  }
}
