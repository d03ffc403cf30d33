package io.eddyline.k8s.config;

import io.eddyline.ingest.event.EventTypeRule;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.k8s.config.SettingNames.Named;
import io.eddyline.schemas.config.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes {@code docs/configuration.md} from the configuration records. One thread. */
final class ConfigurationDocument {
  private static final String INTRODUCTION =
      """
      # Configuration

      Made from the configuration records by `ConfigurationDocument`; a test compares the two.

      A setting comes from the first of these that names it:

      1. the command line: `--setting KEY=VALUE`, or the command's own flag, such as `--data-dir`;
      2. the environment: the key in upper case, everything but letters and digits an underscore, so
         `EDDYLINE_GATEWAY_MAX_BODY_BYTES` for `eddyline.gateway.max-body-bytes`;
      3. the YAML file that `--config` names, `eddyline:` at its top;
      4. the default.

      A key or a variable `EDDYLINE_…` that names no setting stops the start, and so does a value that is not
      allowed; the message names the key, the value and what is expected. `--print-config` prints the effective
      settings as YAML that `--config` reads, secrets as asterisks, which are refused when they are read.

      `<name>` stands for a name of your own. In a key, a name with a dot stands in double quotes; in a variable it is
      lower case: `EDDYLINE_KAFKA_PROPERTIES_SECURITY_PROTOCOL` (underscores become dots) is
      `eddyline.kafka.properties."security.protocol"`, and `EDDYLINE_EVENTS_TYPES_ADD_TO_LIST_WEIGHT` is
      `eddyline.events.types.add_to_list.weight`.
      """;

  private final StringBuilder text = new StringBuilder(INTRODUCTION);
  private String section = "";

  private ConfigurationDocument() {}

  /** The whole document. */
  static String of(Class<? extends Record> root) {
    ConfigurationDocument document = new ConfigurationDocument();
    for (Named named : SettingNames.of(ConfigLoader.ROOT, root)) {
      document.add(named);
    }
    document.addEventTypes(EventsConfig.defaults().types());
    return document.text.toString();
  }

  private void add(Named named) {
    startSection(named.key());
    if (!named.isMap()) {
      row(named.key(), named.component().getType(), named.setting());
    } else if (named.isMapOfRecords()) {
      row(named.key(), Map.class, named.setting());
      for (Named field : SettingNames.of(named.key() + ".<name>", named.mapValueType())) {
        row(field.key(), field.component().getType(), field.setting());
      }
    } else {
      row(named.key() + ".<name>", named.mapValueType(), named.setting());
    }
  }

  private void startSection(String key) {
    List<String> parts = KeyPath.parts(key);
    String name = parts.size() > 2 ? parts.get(1) : "general";
    if (!name.equals(section)) {
      section = name;
      text.append("\n## ").append(name).append("\n\n");
      text.append("| key | default | allowed | meaning |\n|---|---|---|---|\n");
    }
  }

  private void row(String key, Class<?> type, Setting setting) {
    text.append(
        "| `%s` | %s | %s | %s |\n"
            .formatted(
                key,
                setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`",
                AllowedValues.of(type, setting),
                (setting.about() + (setting.secret() ? " Secret." : "")).replace("|", "\\|")));
  }

  private void addEventTypes(Map<String, EventTypeRule> types) {
    text.append(
        """

        ## Built-in event types

        | type | weight | polarity | marks seen | value |
        |---|---|---|---|---|
        """);
    types.forEach(
        (name, rule) ->
            text.append(
                "| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                        name,
                        String.format(Locale.ROOT, "%.2f", rule.weight()),
                        SettingParser.label(rule.polarity()),
                        rule.marksSeen() ? "yes" : "no",
                        SettingParser.label(rule.value()))));
  }
}
