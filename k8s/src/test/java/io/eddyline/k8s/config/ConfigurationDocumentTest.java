package io.eddyline.k8s.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Dgolden.write=true} writes docs/configuration.md anew. */
class ConfigurationDocumentTest {
  private static final Path FILE = Path.of("..", "docs", "configuration.md");

  @Test
  void theDocumentSaysWhatTheRecordsSay() throws IOException {
    String expected = ConfigurationDocument.of(EddylineConfig.class);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(FILE, expected);
    }
    assertThat(FILE)
        .as("made from the records: run this test with -Dgolden.write=true")
        .content()
        .isEqualTo(expected);
  }

  @Test
  void everySettingHasARow() {
    String document = ConfigurationDocument.of(EddylineConfig.class);
    assertThat(SettingNames.of(ConfigLoader.ROOT, EddylineConfig.class))
        .allSatisfy(named -> assertThat(document).contains("| `" + named.key()));
  }
}
