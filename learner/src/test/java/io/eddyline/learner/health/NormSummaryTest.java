package io.eddyline.learner.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NormSummaryTest {

  @Test
  void tellsMeanAndQuantiles() {
    double[] norms = IntStream.rangeClosed(0, 100).map(k -> 100 - k).asDoubleStream().toArray();

    NormSummary summary = NormSummary.of(norms);

    assertThat(summary).isEqualTo(new NormSummary(50, 5, 50, 95));
  }

  @Test
  void leavesOutWhatIsNotFinite() {
    assertThat(NormSummary.of(new double[] {2, Double.NaN, Double.POSITIVE_INFINITY}))
        .isEqualTo(new NormSummary(2, 2, 2, 2));
    assertThat(NormSummary.of(new double[] {Double.NaN})).isEqualTo(NormSummary.NONE);
  }

  @Test
  void driftIsTheLargestChangeAsAShareOfTheLastMean() {
    NormSummary last = new NormSummary(2, 1, 2, 3);

    assertThat(last.driftFrom(last)).isZero();
    assertThat(new NormSummary(2.2, 0.9, 2, 3.5).driftFrom(last)).isEqualTo(0.25, within(1e-12));
    assertThat(new NormSummary(2.2, 0.2, 2, 3.5).driftFrom(last)).isEqualTo(0.4, within(1e-12));
    assertThat(last.driftFrom(NormSummary.NONE)).isZero();
  }

  @Test
  void readingComesBackFromItsMetrics() {
    HealthReading reading =
        new HealthReading(
            31.5,
            12.25,
            new NormReading(new NormSummary(1, 0.5, 1.1, 2), 0.1),
            new NormReading(new NormSummary(0.3, 0, 0.2, 0.9), 0.2),
            new NormReading(new NormSummary(0.7, 0.1, 0.6, 1.5), 0),
            new LostHits(200, 80, 75, 3));

    assertThat(HealthReading.of(reading.metrics())).isEqualTo(reading);
    assertThat(reading.metrics())
        .containsEntry("lost_hit_share", 0.04)
        .containsEntry("item_effective_rank", 31.5);
    assertThat(HealthReading.of(Map.of())).isEqualTo(HealthReading.NONE);
  }

  @Test
  void valueThatIsNotFiniteIsNoMetric() {
    HealthReading reading =
        new HealthReading(
            Double.NaN, 1, NormReading.NONE, NormReading.NONE, NormReading.NONE, LostHits.NONE);

    assertThat(new HashMap<>(reading.metrics()))
        .doesNotContainKey("item_effective_rank")
        .containsKey("user_effective_rank");
  }
}
