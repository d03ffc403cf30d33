package io.eddyline.k8s.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eddyline.ingest.cleaning.CleaningConfig;
import io.eddyline.ingest.event.EventTypeRule;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.ingest.event.ValueUse;
import io.eddyline.ingest.gateway.GatewayConfig;
import io.eddyline.learner.stream.LearnerConfig;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.record.Polarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  private static final String PREFIX = "eddyline.topics.prefix";

  @TempDir private Path folder = Path.of("");

  @Test
  void theCommandLineBeatsTheEnvironmentBeatsTheFileBeatsTheDefault() throws IOException {
    Path file = yaml("eddyline:\n  topics:\n    prefix: from-file\n");
    Map<String, String> environment = Map.of("EDDYLINE_TOPICS_PREFIX", "from-environment");
    Map<String, String> arguments = Map.of(PREFIX, "from-arguments");

    assertThat(load(Map.of(), null, Map.of()).topics().prefix()).isEqualTo("eddyline");
    assertThat(load(Map.of(), file, Map.of()).topics().prefix()).isEqualTo("from-file");
    assertThat(load(environment, file, Map.of()).topics().prefix()).isEqualTo("from-environment");
    assertThat(load(environment, file, arguments).topics().prefix()).isEqualTo("from-arguments");
  }

  @Test
  void theDefaultsAreThoseOfTheRecords() {
    EddylineConfig config = load(Map.of(), null, Map.of());
    assertThat(config.learning()).isEqualTo(LearnerSettings.defaults());
    assertThat(config.learner()).isEqualTo(LearnerConfig.defaults());
    assertThat(config.cleaning()).isEqualTo(CleaningConfig.defaults());
    assertThat(config.events()).isEqualTo(EventsConfig.defaults());
    assertThat(config.gateway()).isEqualTo(GatewayConfig.onPort(8081));
  }

  @Test
  void namesAnUnknownKeyOfTheFile() throws IOException {
    Path file = yaml("eddyline:\n  topics:\n    prefiks: shop\n");
    refuses(Map.of(), file, Map.of(), "eddyline.topics.prefiks", "shop", file.toString());
  }

  @Test
  void namesAKeyOutsideOurs() throws IOException {
    refuses(Map.of(), yaml("topics:\n  prefix: shop\n"), Map.of(), "topics.prefix", "shop");
  }

  @Test
  void namesAnUnknownVariable() {
    refuses(Map.of("EDDYLINE_TOPICS_PREFIKS", "shop"), null, Map.of(), "EDDYLINE_TOPICS_PREFIKS");
  }

  @Test
  void leavesOtherVariablesAlone() {
    assertThat(load(Map.of("EDDY", "x", "PATH", "y"), null, Map.of()).model()).isEqualTo("main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eddyline.topics.prefiks",
        "eddyline.topics",
        "eddyline.topics.prefix.more",
        "eddyline.kafka.properties",
        "eddyline.events.types.follow",
        "eddyline.events.types.follow.wieght"
      })
  void namesAnUnknownArgument(String key) {
    refuses(Map.of(), null, Map.of(key, "shop"), key, "shop", "command line");
  }

  @ParameterizedTest
  @CsvSource({
    "eddyline.gateway.port, 65536, '0 to 65535'",
    "eddyline.gateway.port, -1, '0 to 65535'",
    "eddyline.gateway.port, 99999999999, '0 to 65535'",
    "eddyline.gateway.port, 99999999999999999999, '0 to 65535'",
    "eddyline.gateway.port, many, 'a whole number'",
    "eddyline.gateway.port, '', 'a whole number'",
    "eddyline.learning.momentum, 1, '0 to 0.9999'",
    "eddyline.learning.momentum, NaN, '0 to 0.9999'",
    "eddyline.snapshots.max-events, 0, 'at least 1'",
    "eddyline.snapshots.interval, soon, '30s'",
    "eddyline.snapshots.interval, '', '30s'",
    "eddyline.snapshots.interval, 9999999999999999d, '30s'",
    "eddyline.data-dir, '', 'a path'",
    "eddyline.events.types.follow.weight, 101, '0.001 to 100'",
    "eddyline.events.types.follow.polarity, unrecognized, 'positive, negative, neutral'",
    "eddyline.events.types.follow.marks-seen, perhaps, 'true or false'"
  })
  void namesKeyValueAndRangeOfAValueThatIsNotAllowed(String key, String value, String allowed) {
    refuses(Map.of(), null, Map.of(key, value), key, "\"" + value + "\"", allowed);
  }

  @Test
  void namesTheSettingsOfABrokenRule() {
    refuses(
        Map.of(),
        null,
        Map.of("eddyline.snapshots.interval", "1s", "eddyline.snapshots.min-interval", "2s"),
        "eddyline.snapshots",
        "min-interval");
  }

  @Test
  void refusesAModelNameThatIsNoFolder() {
    refuses(Map.of(), null, Map.of("eddyline.model", "../shop"), "model \"../shop\"", "a-z");
  }

  @Test
  void bindsEventTypesFromEverySource() throws IOException {
    Path file =
        yaml(
            """
            eddyline:
              events:
                types:
                  follow:
                    weight: 2
                    marks-seen: false
                  "app.open":
                    polarity: neutral
            """);
    EddylineConfig config =
        load(
            Map.of("EDDYLINE_EVENTS_TYPES_ADD_TO_LIST_MARKS_SEEN", "false"),
            file,
            Map.of("eddyline.events.types.app.open.weight", "0.5"));
    assertThat(config.events().types())
        .containsEntry("follow", rule(2, Polarity.POSITIVE, false))
        .containsEntry("app.open", rule(0.5, Polarity.NEUTRAL, true))
        .containsEntry("add_to_list", rule(1, Polarity.POSITIVE, false))
        .containsKey("click");
  }

  @Test
  void bindsTheClientSettingsOfKafkaFromEverySource() throws IOException {
    Path file = yaml("eddyline:\n  kafka:\n    properties:\n      security.protocol: SSL\n");
    EddylineConfig config =
        load(
            Map.of("EDDYLINE_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "login required;"),
            file,
            Map.of("eddyline.kafka.properties.client.rack", "r1"));
    assertThat(config.kafka().properties())
        .isEqualTo(
            Map.of(
                "security.protocol", "SSL",
                "sasl.jaas.config", "login required;",
                "client.rack", "r1"));
  }

  @Test
  void readsDurationsInEveryUnit() {
    EddylineConfig config =
        load(
            Map.of(),
            null,
            Map.of(
                "eddyline.snapshots.interval", "2h", "eddyline.snapshots.min-interval", "250ms"));
    assertThat(config.snapshots().interval()).isEqualTo(Duration.ofHours(2));
    assertThat(config.snapshots().minInterval()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void saysThatAFileIsMissingOrNoYaml() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    refuses(Map.of(), missing, Map.of(), missing.toString());
    refuses(Map.of(), yaml("eddyline: [unclosed"), Map.of(), "is not YAML");
  }

  private static EventTypeRule rule(double weight, Polarity polarity, boolean marksSeen) {
    return new EventTypeRule(weight, polarity, marksSeen, ValueUse.FREE);
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.yaml"), text);
  }

  private static EddylineConfig load(
      Map<String, String> environment, @Nullable Path file, Map<String, String> arguments) {
    return new ConfigLoader(environment).load(EddylineConfig.class, file, arguments).config();
  }

  private static void refuses(
      Map<String, String> environment,
      @Nullable Path file,
      Map<String, String> arguments,
      String... named) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(environment, file, arguments))
        .satisfies(refusal -> assertThat(refusal.getMessage()).contains(named));
  }
}
