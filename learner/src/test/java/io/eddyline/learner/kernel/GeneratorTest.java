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
  void drawsManyAsOneByOne() {
    Generator many = new Generator(3);
    Generator single = new Generator(3);
    int[] drawn = new int[40];
    many.nextInts(1000, drawn, 5, 35);
    for (int k = 0; k < drawn.length; k++) {
      int expected = k < 5 || k >= 35 ? 0 : single.nextInt(1000);
      assertThat(drawn[k]).as("draw %d", k).isEqualTo(expected);
    }
    assertThat(many.state()).isEqualTo(single.state());
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
