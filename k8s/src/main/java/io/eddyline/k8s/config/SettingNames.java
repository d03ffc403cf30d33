package io.eddyline.k8s.config;

import io.eddyline.schemas.config.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keys of a configuration record and of the records inside it. */
final class SettingNames {
  /**
   * One setting.
   *
   * @param key full key in kebab case, for instance {@code eddyline.topics.prefix}
   * @param component where it lands
   * @param setting its description
   */
  record Named(String key, RecordComponent component, Setting setting) {
    /** Whether its entries are the keys below this one. */
    boolean isMap() {
      return Map.class.isAssignableFrom(component.getType());
    }

    /** The record that a map's values are, or String. */
    Class<?> mapValueType() {
      return (Class<?>)
          ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[1];
    }

    /** Whether its values are records, with settings of their own. */
    boolean isMapOfRecords() {
      return isMap() && mapValueType().isRecord();
    }
  }

  private SettingNames() {}

  /** Every setting of {@code type} below {@code prefix}, in declaration order. */
  static List<Named> of(String prefix, Class<?> type) {
    List<Named> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + "." + kebab(component.getName());
      Setting setting = component.getAnnotation(Setting.class);
      if (setting != null) {
        names.add(new Named(key, component, setting));
      } else if (component.getType().isRecord()) {
        names.addAll(of(key, component.getType()));
      } else {
        throw new IllegalStateException(
            "%s.%s is neither a @Setting nor a record".formatted(type, component.getName()));
      }
    }
    return names;
  }

  static String kebab(String camel) {
    StringBuilder kebab = new StringBuilder();
    for (int at = 0; at < camel.length(); at++) {
      char letter = camel.charAt(at);
      if (Character.isUpperCase(letter)) {
        kebab.append('-');
      }
      kebab.append(Character.toLowerCase(letter));
    }
    return kebab.toString();
  }

  /** The environment variable of a key. */
  static String environment(String key) {
    return key.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
