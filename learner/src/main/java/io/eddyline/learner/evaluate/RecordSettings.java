package io.eddyline.learner.evaluate;

import io.eddyline.schemas.config.Setting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a settings record from its defaults and {@code key=value} overrides, and back. */
final class RecordSettings {
  private RecordSettings() {}

  /**
   * The record of defaults with overrides laid over.
   *
   * @param overrides by component name in kebab case
   * @throws IllegalArgumentException naming key, value and what was expected
   */
  static <R extends Record> R bind(Class<R> type, Map<String, String> overrides) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    List<String> keys = new ArrayList<>();
    for (int k = 0; k < components.length; k++) {
      String key = key(components[k]);
      keys.add(key);
      types[k] = components[k].getType();
      String fallback = components[k].getAnnotation(Setting.class).defaultValue();
      values[k] = parse(key, overrides.getOrDefault(key, fallback), types[k]);
    }
    for (String key : overrides.keySet()) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException(
            "unknown setting %s: expected one of %s".formatted(key, String.join(", ", keys)));
      }
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  /** The record's values by key, in the order of declaration. */
  static Map<String, Object> describe(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      try {
        values.put(key(component), component.getAccessor().invoke(settings));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
    }
    return values;
  }

  private static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
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
    throw new IllegalStateException("setting %s has the type %s".formatted(key, type));
  }
}
