package io.eddyline.k8s.config;

import io.eddyline.k8s.config.SettingNames.Named;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds configuration records. Sources, strongest first: command line, environment ({@code
 * EDDYLINE_TOPICS_PREFIX} for {@code eddyline.topics.prefix}), the YAML file, the defaults.
 *
 * <p>A key that no record has is refused, as is a value that does not parse or is out of range.
 */
public final class ConfigLoader {
  /** First part of every key. */
  public static final String ROOT = "eddyline";

  private static final String VARIABLE_PREFIX = "EDDYLINE_";
  private static final int ARGUMENTS_ORDINAL = 400;
  private static final int ENVIRONMENT_ORDINAL = 300;
  private static final int FILE_ORDINAL = 200;

  private final Map<String, String> environment;

  /**
   * @param environment the process environment
   */
  public ConfigLoader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
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
    KnownKeys known = new KnownKeys(names);
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withSources(source("the command line", ARGUMENTS_ORDINAL, known, arguments))
            .withSources(source("the environment", ENVIRONMENT_ORDINAL, known, variables(known)));
    if (file != null) {
      builder.withSources(source(file.toString(), FILE_ORDINAL, known, yaml(file)));
    }
    RecordBinder binder = new RecordBinder(builder.build());
    return new EffectiveConfig<>(binder.bind(ROOT, type), binder.values());
  }

  /** A source whose keys are spelled as the records do; a key that names nothing is refused. */
  private static PropertiesConfigSource source(
      String name, int ordinal, KnownKeys known, Map<String, String> values) {
    Map<String, String> spelled = new HashMap<>();
    values.forEach(
        (key, value) -> {
          String spelling = known.spelling(key);
          if (spelling == null) {
            throw new ConfigException(
                "unknown setting %s = \"%s\" in %s; --print-config lists the known ones"
                    .formatted(key, value, name));
          }
          spelled.put(spelling, value);
        });
    return new PropertiesConfigSource(spelled, name, ordinal);
  }

  private static Map<String, String> yaml(Path file) {
    try {
      return new YamlConfigSource(file.toString(), Files.readString(file)).getProperties();
    } catch (IOException e) {
      throw new ConfigException("--config %s cannot be read: %s".formatted(file, e));
    } catch (RuntimeException e) {
      throw new ConfigException("--config %s is not YAML: %s".formatted(file, e.getMessage()));
    }
  }

  /** Our environment variables by key. */
  private Map<String, String> variables(KnownKeys known) {
    Map<String, String> variables = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith(VARIABLE_PREFIX)) {
            return;
          }
          String key = known.ofVariable(name);
          if (key == null) {
            throw new ConfigException(
                "environment variable %s names no setting; --print-config lists them"
                    .formatted(name));
          }
          variables.put(key, value);
        });
    return variables;
  }
}
