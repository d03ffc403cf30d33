package io.eddyline.learner.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class GeneratorTest {
  private static final int DRAWS = 100_000;

  @Test
  void continuesWhereItWasSaved() {
    Generator original = new Generator(42);
    original.nextLong();
    Generator restored = new Generator(7);
    restored.restore(original.state());
    for (int k = 0; k < 100; k++) {
      assertThat(restored.nextLong()).isEqualTo(original.nextLong());
    }
  }

  @Test
  void drawsEveryValueBelowTheBoundEquallyOften() {
    Generator generator = new Generator(1);
    int[] counts = new int[10];
    for (int k = 0; k < DRAWS; k++) {
      counts[generator.nextInt(counts.length)]++;
    }
    for (int count : counts) {
      assertThat(count).isCloseTo(DRAWS / counts.length, within(400));
    }
  }

  @Test
  void drawsStandardNormalValues() {
    Generator generator = new Generator(2);
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < DRAWS; k++) {
      double value = generator.nextGaussian();
      sum += value;
      squares += value * value;
    }
    assertThat(sum / DRAWS).isCloseTo(0, within(0.02));
    assertThat(squares / DRAWS).isCloseTo(1, within(0.03));
  }
}
