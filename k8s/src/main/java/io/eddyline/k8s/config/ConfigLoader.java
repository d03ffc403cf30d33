package io.eddyline.k8s.config;

import io.eddyline.k8s.config.SettingNames.Named;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Binds configuration records. Sources, strongest first: command line, environment ({@code
 * EDDYLINE_TOPICS_PREFIX} for {@code eddyline.topics.prefix}), the YAML file, the defaults.
 *
 * <p>A key below {@code eddyline} that no record has is refused, as is a value that does not parse
 * or is out of range.
 */
public final class ConfigLoader {
  /** First part of every key. */
  public static final String ROOT = "eddyline";

  private static final int ARGUMENTS_ORDINAL = 400;
  private static final int ENVIRONMENT_ORDINAL = 300;
  private static final int FILE_ORDINAL = 200;

  private final Map<String, String> environment;

  /**
   * @param environment the process environment
   */
  public ConfigLoader(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Binds {@code type}.
   *
   * @param file YAML, or null for none
   * @param arguments full keys to values, from the command line
   * @throws ConfigException naming the first setting that is wrong, its value and what is allowed
   */
  public <R extends Record> EffectiveConfig<R> load(
      Class<R> type, @Nullable Path file, Map<String, String> arguments) {
    List<Named> names = SettingNames.of(ROOT, type);
    Map<String, String> variables = variables(names);
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(arguments, "command line", ARGUMENTS_ORDINAL))
            .withSources(new PropertiesConfigSource(variables, "environment", ENVIRONMENT_ORDINAL));
    if (file != null) {
      builder.withSources(yaml(file));
    }
    SmallRyeConfig config = builder.build();
    refuseUnknown(config, names);
    Map<String, String> values = new LinkedHashMap<>();
    R bound = type.cast(bind(ROOT, type, config, values));
    return new EffectiveConfig<>(bound, values);
  }

  private static YamlConfigSource yaml(Path file) {
    try {
      return new YamlConfigSource(file.toString(), Files.readString(file), FILE_ORDINAL);
    } catch (IOException e) {
      throw new ConfigException("--config %s cannot be read: %s".formatted(file, e));
    } catch (RuntimeException e) {
      throw new ConfigException("--config %s is not YAML: %s".formatted(file, e.getMessage()));
    }
  }

  /** Environment variables as keys; a variable of ours that names no setting is refused. */
  private Map<String, String> variables(List<Named> names) {
    Map<String, String> variables = new HashMap<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith("EDDYLINE_")) {
        continue;
      }
      Named match =
          names.stream()
              .filter(named -> SettingNames.environment(named.key()).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "environment variable %s names no setting; --print-config lists them"
                              .formatted(name)));
      variables.put(match.key(), variable.getValue());
    }
    return variables;
  }

  private static void refuseUnknown(SmallRyeConfig config, List<Named> names) {
    for (String key : keys(config)) {
      boolean known =
          names.stream()
              .anyMatch(
                  named ->
                      key.equals(named.key())
                          || key.startsWith(named.key() + "[")
                          || (named.isMap() && key.startsWith(named.key() + ".")));
      if (!known) {
        throw new ConfigException(
            "unknown setting %s = %s; --print-config lists the known ones"
                .formatted(key, raw(config, key)));
      }
    }
  }

  private static @Nullable String raw(SmallRyeConfig config, String key) {
    return config.getConfigValue(key).getValue();
  }

  private static Set<String> keys(SmallRyeConfig config) {
    Set<String> keys = new TreeSet<>();
    config.getPropertyNames().forEach(keys::add);
    return keys;
  }

  private static Object bind(
      String prefix, Class<?> type, SmallRyeConfig config, Map<String, String> values) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new Object[components.length];
    List<Named> named = SettingNames.of(prefix, type);
    for (int at = 0; at < components.length; at++) {
      RecordComponent component = components[at];
      String key = prefix + "." + SettingNames.kebab(component.getName());
      Named setting = named.stream().filter(one -> one.key().equals(key)).findFirst().orElse(null);
      if (setting == null) {
        arguments[at] = bind(key, component.getType(), config, values);
      } else {
        arguments[at] =
            setting.isMap() ? map(setting, config, values) : value(setting, config, values);
      }
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigException("below %s: %s".formatted(prefix, cause.getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be constructed", e);
    }
  }

  private static @Nullable Object value(
      Named named, SmallRyeConfig config, Map<String, String> values) {
    String raw = raw(config, named.key());
    if (raw == null && named.component().getType() == List.class) {
      raw = indexed(named.key(), config);
    }
    String text = raw == null ? named.setting().defaultValue() : raw;
    values.put(named.key(), named.setting().secret() && !text.isEmpty() ? "********" : text);
    try {
      Object value = SettingParser.parse(text, named.component().getType());
      requireRange(named, value);
      return value;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ConfigException("%s = \"%s\": %s".formatted(named.key(), text, e.getMessage()));
    }
  }

  private static @Nullable String indexed(String key, SmallRyeConfig config) {
    List<String> elements = new ArrayList<>();
    for (int at = 0; ; at++) {
      String element = raw(config, key + "[" + at + "]");
      if (element == null) {
        return elements.isEmpty() ? null : String.join(",", elements);
      }
      elements.add(element);
    }
  }

  private static Map<String, Object> map(
      Named named, SmallRyeConfig config, Map<String, String> values) {
    Map<String, Object> map = new LinkedHashMap<>();
    Class<?> type = named.mapValueType();
    String prefix = named.key() + ".";
    for (String key : keys(config)) {
      if (!key.startsWith(prefix)) {
        continue;
      }
      String name = unquoted(key.substring(prefix.length()));
      if (type.isRecord()) {
        String entry = name.substring(0, Math.max(name.indexOf('.'), 0));
        if (!entry.isEmpty() && !map.containsKey(entry)) {
          map.put(entry, bind(prefix + entry, type, config, values));
        }
      } else {
        String text = raw(config, key);
        values.put(key, named.setting().secret() ? "********" : text);
        map.put(name, text);
      }
    }
    return map;
  }

  private static String unquoted(String name) {
    return name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name;
  }

  private static void requireRange(Named named, @Nullable Object value) {
    if (value instanceof Number number) {
      double real = number.doubleValue();
      if (!(real >= named.setting().min() && real <= named.setting().max())) {
        throw new IllegalArgumentException(
            "expected %s to %s"
                .formatted(bound(named.setting().min()), bound(named.setting().max())));
      }
    }
  }

  private static String bound(double bound) {
    if (Double.isInfinite(bound)) {
      return "any";
    }
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
