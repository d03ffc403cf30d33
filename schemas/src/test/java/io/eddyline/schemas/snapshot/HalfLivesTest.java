package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.error.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of popularity, and what a manifest says of it. */
class HalfLivesTest {
  private static final HalfLives HALF_LIVES = new HalfLives(800, 40, 4);

  private static Manifest manifest() {
    Manifest plain = Versions.manifest("main", 1, Map.of());
    return new Manifest(
        plain.formatVersion(),
        plain.model(),
        plain.version(),
        plain.parentVersion(),
        plain.createdAtMs(),
        plain.dimension(),
        plain.neighbourCount(),
        plain.counts(),
        plain.offsets(),
        plain.trainedEvents(),
        plain.scoring(),
        plain.metrics(),
        plain.files(),
        null,
        null,
        null,
        HALF_LIVES);
  }

  @Test
  void aPartitionCountsItsShareOfTheStream() {
    assertThat(HALF_LIVES.popularityLeft(200)).isCloseTo(0.5, within(1e-12));
    assertThat(HALF_LIVES.popularityLeft(100)).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(HALF_LIVES.trendLeft(20)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void allIsLeftBeforeAnyPair() {
    assertThat(HALF_LIVES.popularityLeft(0)).isEqualTo(1);
    assertThat(HALF_LIVES.popularityLeft(-3)).isEqualTo(1);
    assertThat(HALF_LIVES.trendLeft(-3)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "-1,1,1", "NaN,1,1", "Infinity,1,1", "1,0,1", "1,NaN,1", "1,1,0"})
  void refusesWhatDoesNotDecay(double popularity, double trend, int partitions) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HalfLives(popularity, trend, partitions));
  }

  @Test
  void standInTheManifestAlsoOnceItIsJudged() {
    Manifest.Gate gate = new Manifest.Gate(true, List.of());
    assertThat(Manifest.fromJson(manifest().toJson()).halfLives()).isEqualTo(HALF_LIVES);
    assertThat(manifest().judged(gate, Map.of()).halfLives()).isEqualTo(HALF_LIVES);
  }

  @Test
  void aManifestWithoutThemIsReadable() {
    byte[] json = Versions.manifest("main", 1, Map.of()).toJson();
    assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("halfLives");
    assertThat(Manifest.fromJson(json).halfLives()).isNull();
  }

  @Test
  void aManifestWithImpossibleOnesIsRefused() {
    String json = new String(manifest().toJson(), StandardCharsets.UTF_8);
    byte[] impossible = json.replace("800.0", "-800.0").getBytes(StandardCharsets.UTF_8);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Manifest.fromJson(impossible))
        .withMessageContaining("-800");
  }
}
