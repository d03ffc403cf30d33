package io.eddyline.k8s.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveConfigTest {
  private static final String SECRET = "org.apache.kafka.Login required password=\"hunter2\";";

  @TempDir private Path folder = Path.of("");

  @Test
  void whatIsPrintedIsReadBack() throws IOException {
    EffectiveConfig<EddylineConfig> printed =
        load(
            null,
            Map.of(
                "eddyline.events.types.follow.weight", "2",
                "eddyline.events.types.app.open.polarity", "neutral",
                "eddyline.topics.prefix", "010",
                "eddyline.learning.seed", "-9",
                "eddyline.learning.user-rate", "1e-3",
                "eddyline.kafka.bootstrap-servers", "a:9092, b:9092"));
    EffectiveConfig<EddylineConfig> read = load(file(printed.toYaml()), Map.of());
    assertThat(read.values()).isEqualTo(printed.values());
    assertThat(read.config()).isEqualTo(printed.config());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "true",
        "TRUE",
        "no",
        "null",
        "~",
        "010",
        "0x1f",
        "1_000",
        "1.50",
        "1e3",
        ".5",
        "2026-01-01",
        "12:30:00",
        "a: b",
        "# no",
        "- x",
        "'",
        "\"",
        "\\",
        "a\nb",
        "{",
        "*x",
        "é",
        "192.168.0.1"
      })
  void anyTextIsReadBack(String text) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("eddyline.kafka.bootstrap-servers", text);
    Path file = file(new EffectiveConfig<>(Map.of(), values).toYaml());
    assertThat(load(file, Map.of()).config().kafka().bootstrapServers()).isEqualTo(text);
  }

  @Test
  void everySettingIsPrinted() {
    EffectiveConfig<EddylineConfig> config = load(null, Map.of());
    assertThat(config.values())
        .containsKeys(
            SettingNames.of(ConfigLoader.ROOT, EddylineConfig.class).stream()
                .filter(named -> !named.isMap())
                .map(SettingNames.Named::key)
                .toArray(String[]::new));
  }

  @Test
  void secretsAreMaskedWhereverTheyAreShown() {
    EffectiveConfig<EddylineConfig> config =
        load(null, Map.of("eddyline.kafka.properties.sasl.jaas.config", SECRET));
    assertThat(config.config().kafka().properties()).containsEntry("sasl.jaas.config", SECRET);
    assertThat(config.values())
        .containsEntry("eddyline.kafka.properties.\"sasl.jaas.config\"", "********");
    assertThat(config.toYaml()).contains("sasl.jaas.config: ").doesNotContain("hunter2");
  }

  @Test
  void aMaskIsNotTakenForASecret() throws IOException {
    Path printed =
        file(load(null, Map.of("eddyline.kafka.properties.sasl.jaas.config", SECRET)).toYaml());
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(printed, Map.of()))
        .withMessageContaining("eddyline.kafka.properties");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("printed.yaml"), text);
  }

  private static EffectiveConfig<EddylineConfig> load(
      @Nullable Path file, Map<String, String> arguments) {
    return new ConfigLoader(Map.of()).load(EddylineConfig.class, file, arguments);
  }
}
