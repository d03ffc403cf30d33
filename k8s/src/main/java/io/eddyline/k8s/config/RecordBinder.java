package io.eddyline.k8s.config;

import io.eddyline.k8s.config.SettingNames.Named;
import io.smallrye.config.SmallRyeConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of merged sources and notes the value of every setting on the way.
 *
 * <p>Threading: one thread, the loader's caller.
 */
final class RecordBinder {
  private final SmallRyeConfig config;
  private final Set<String> keys = new TreeSet<>();
  private final Map<String, String> values = new LinkedHashMap<>();

  RecordBinder(SmallRyeConfig config) {
    this.config = config;
    config.getPropertyNames().forEach(keys::add);
  }

  /** Effective value of every setting that was bound, in declaration order, secrets masked. */
  Map<String, String> values() {
    return values;
  }

  <R> R bind(String prefix, Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<Named> names = SettingNames.of(prefix, type);
    Object[] arguments =
        Arrays.stream(components)
            .map(component -> argument(prefix, component, names))
            .toArray(Object[]::new);
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigException("below %s: %s".formatted(prefix, cause.getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be constructed", e);
    }
  }

  private Object argument(String prefix, RecordComponent component, List<Named> names) {
    String key = prefix + "." + SettingNames.kebab(component.getName());
    for (Named named : names) {
      if (named.key().equals(key)) {
        return named.isMap() ? map(named) : value(named);
      }
    }
    return bind(key, component.getType());
  }

  private Object value(Named named) {
    String given = given(named.key());
    String text = given == null ? named.setting().defaultValue() : given;
    String shown = shown(named, text);
    values.put(named.key(), shown);
    Class<?> type = named.component().getType();
    try {
      Object value = SettingParser.parse(text, type);
      if (!(value instanceof Number number)
          || AllowedValues.contains(named.setting(), number.doubleValue())) {
        return value;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // answered below, with what is allowed
    }
    throw new ConfigException(
        "%s = \"%s\": expected %s"
            .formatted(named.key(), shown, AllowedValues.of(type, named.setting())));
  }

  private Map<String, Object> map(Named named) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String entry : entries(named)) {
      String key = KnownKeys.entryKey(named, entry);
      if (named.isMapOfRecords()) {
        map.put(entry, bind(key, named.mapValueType()));
      } else {
        String text = String.valueOf(given(key));
        values.put(key, shown(named, text));
        map.put(entry, text);
      }
    }
    return map;
  }

  private Set<String> entries(Named map) {
    Set<String> entries = new LinkedHashSet<>();
    String prefix = map.key() + ".";
    for (String key : keys) {
      if (key.startsWith(prefix)) {
        entries.add(KeyPath.parts(key.substring(prefix.length())).getFirst());
      }
    }
    return entries;
  }

  private @Nullable String given(String key) {
    return config.getConfigValue(key).getValue();
  }

  private static String shown(Named named, String text) {
    if (!named.setting().secret() || text.isEmpty()) {
      return text;
    }
    if (text.equals(EffectiveConfig.MASK)) {
      throw new ConfigException(
          "%s is the mask that --print-config shows, expected the secret itself"
              .formatted(named.key()));
    }
    return EffectiveConfig.MASK;
  }
}
