package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.config.EffectiveConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options by which every command finds its configuration. */
final class ConfigOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML.")
  @Nullable Path file;

  @Option(
      names = "--setting",
      paramLabel = "KEY=VALUE",
      description = "One setting, for instance eddyline.topics.prefix=shop; may be repeated.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--print-config", description = "Print the effective settings and end.")
  private boolean print;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder of everything that a restart needs.")
  @Nullable Path dataDir;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka's bootstrap servers.")
  @Nullable String kafka;

  private final Map<String, String> flags = new LinkedHashMap<>();

  /** Makes a command's own flag a setting; null leaves the setting alone. */
  ConfigOptions with(String key, @Nullable Object value) {
    if (value != null) {
      flags.put(ConfigLoader.ROOT + "." + key, value.toString());
    }
    return this;
  }

  /** Prints the effective settings if that was asked for, and says whether it was. */
  boolean printed(CommandSpec spec, EffectiveConfig<EddylineConfig> effective) {
    if (print) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(effective.toYaml());
      out.flush();
    }
    return print;
  }

  EffectiveConfig<EddylineConfig> load() {
    with("data-dir", dataDir);
    with("kafka.bootstrap-servers", kafka);
    Map<String, String> arguments = new LinkedHashMap<>(settings);
    arguments.putAll(flags);
    return new ConfigLoader(System.getenv()).load(EddylineConfig.class, file, arguments);
  }
}
