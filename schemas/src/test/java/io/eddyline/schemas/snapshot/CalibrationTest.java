package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.error.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void isEvenWhereSlopeAndInterceptCancel() {
    Calibration calibration = new Calibration(2, -6);
    assertThat(calibration.relevance(3)).isEqualTo(0.5);
    assertThat(calibration.relevance(4)).isCloseTo(0.880797, within(1e-6));
    assertThat(calibration.relevance(Double.NEGATIVE_INFINITY)).isZero();
  }

  @Test
  void refusesWhatDoesNotRise() {
    for (double slope : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Calibration(slope, 0));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Calibration(1, Double.NaN));
  }

  @Test
  void comesBackFromTheManifest() {
    Calibration calibration = new Calibration(0.75, -4.5);
    assertThat(Manifest.fromJson(manifest(calibration).toJson()).calibration())
        .isEqualTo(calibration);
    assertThat(Manifest.fromJson(manifest(null).toJson()).calibration()).isNull();
  }

  @Test
  void manifestWithAnUnsoundOneIsNotReadable() {
    String json = new String(manifest(new Calibration(0.75, 1)).toJson(), StandardCharsets.UTF_8);
    byte[] falling = json.replace("0.75", "-0.75").getBytes(StandardCharsets.UTF_8);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Manifest.fromJson(falling))
        .withMessageContaining("slope -0.75");
  }

  private static Manifest manifest(@Nullable Calibration calibration) {
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "main",
        1,
        null,
        0,
        8,
        0,
        new Manifest.Counts(0, 0, 0),
        new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of()),
        0,
        new Scoring(0.1f, 1, 0, 20, 0.8f, 0.5f, 0),
        Map.of(),
        Map.of(),
        null,
        calibration,
        null,
        null);
  }
}
