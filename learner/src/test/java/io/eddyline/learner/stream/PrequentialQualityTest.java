package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.stream.PrequentialQuality.Reading;
import org.junit.jupiter.api.Test;

final class PrequentialQualityTest {
  private final PrequentialQuality quality = new PrequentialQuality();

  @Test
  void saysZeroBeforeAnything() {
    Reading reading = quality.reading();

    assertThat(reading.ranked()).isZero();
    assertThat(reading.meanNdcg()).isZero();
    assertThat(reading.meanRecall()).isZero();
    assertThat(reading.recentMeanNdcg()).isZero();
    assertThat(reading.recentMeanRecall()).isZero();
  }

  @Test
  void firstPlaceIsWorthOne() {
    quality.add(0);

    assertThat(quality.reading().meanNdcg()).isEqualTo(1);
    assertThat(quality.reading().meanRecall()).isEqualTo(1);
  }

  @Test
  void gainIsOneByTheBinaryLogarithmOfThePlace() {
    quality.add(2);
    quality.add(6);

    assertThat(quality.reading().meanNdcg()).isCloseTo((1 / 2.0 + 1 / 3.0) / 2, within(1e-12));
  }

  @Test
  void listEndsBeforeRankTen() {
    quality.add(9.5);
    quality.add(10);
    quality.add(Double.POSITIVE_INFINITY);

    assertThat(quality.reading().meanRecall()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(quality.reading().meanNdcg())
        .isCloseTo(Math.log(2) / Math.log(11.5) / 3, within(1e-12));
  }

  @Test
  void recentWindowForgetsWhatTheWholeRemembers() {
    add(PrequentialQuality.RECENT_EVENTS, Double.POSITIVE_INFINITY);
    add(5 * PrequentialQuality.RECENT_EVENTS, 0);

    assertThat(quality.reading().meanRecall()).isCloseTo(5 / 6.0, within(1e-9));
    assertThat(quality.reading().recentMeanRecall()).isGreaterThan(0.99);
    assertThat(quality.reading().recentMeanNdcg()).isGreaterThan(0.99);
  }

  @Test
  void readingsOfTasksAddUpByTheirEvents() {
    add(3, 0);
    PrequentialQuality other = new PrequentialQuality();
    other.add(Double.POSITIVE_INFINITY);

    Reading both = quality.reading().plus(other.reading());

    assertThat(both.ranked()).isEqualTo(4);
    assertThat(both.meanRecall()).isEqualTo(0.75);
    assertThat(both.recentMeanRecall()).isCloseTo(0.75, within(1e-3));
  }

  private void add(int events, double rank) {
    for (int event = 0; event < events; event++) {
      quality.add(rank);
    }
  }
}
