package io.eddyline.learner.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class NeighbourOrderTest {
  private static final int DIMENSION = 8;

  /** All ways of dividing few rows are tried out, so the moments are compared exactly. */
  @Property(tries = 60)
  void momentsAreThoseOfAllDivisions(
      @ForAll long seed,
      @ForAll @IntRange(min = 4, max = 9) int count,
      @ForAll @IntRange(min = 1, max = 3) int degree,
      @ForAll @IntRange(min = 1, max = 8) int later) {
    int laterCount = Math.min(later, count - 1);
    NeighbourGraph graph =
        NeighbourGraph.of(units(new Generator(seed), count, 0), count, DIMENSION, degree);
    double sum = 0;
    double squares = 0;
    int divisions = 0;
    for (int mask = 0; mask < 1 << count; mask++) {
      if (Integer.bitCount(mask) == laterCount) {
        int same = NeighbourOrder.same(graph, labels(mask, count));
        sum += same;
        squares += (double) same * same;
        divisions++;
      }
    }
    double mean = sum / divisions;
    assertThat(NeighbourOrder.mean(graph, laterCount))
        .as("seed %d", seed)
        .isEqualTo(mean, within(1e-9));
    assertThat(NeighbourOrder.variance(graph, laterCount))
        .as("seed %d", seed)
        .isEqualTo(squares / divisions - mean * mean, within(1e-8));
  }

  @Property(tries = 50)
  void neighboursAreTheMostSimilarOthers(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int count) {
    float[] rows = units(new Generator(seed), count, 0);
    int degree = Math.min(5, count - 1);
    NeighbourGraph graph = NeighbourGraph.of(rows, count, DIMENSION, degree);
    for (int row = 0; row < count; row++) {
      int self = row;
      double[] expected =
          IntStream.range(0, count)
              .filter(other -> other != self)
              .mapToDouble(other -> -dot(rows, self, other))
              .sorted()
              .limit(degree)
              .map(negated -> -negated)
              .toArray();
      int[] neighbours = IntStream.range(0, degree).map(k -> graph.neighbour(self, k)).toArray();
      assertThat(neighbours).as("seed %d, row %d", seed, row).doesNotContain(self);
      assertThat(neighbours).as("seed %d, row %d", seed, row).doesNotHaveDuplicates();
      // similarities that differ by rounding alone may stand in either order
      double[] actual = Arrays.stream(neighbours).mapToDouble(k -> dot(rows, self, k)).toArray();
      assertThat(actual).as("seed %d, row %d", seed, row).containsExactly(expected, within(1e-6));
    }
  }

  /** 400 tests at 1.645 deviations, a rate of 5 %: 20 expected, more than 38 once in 10,000. */
  @Test
  void unchangedStreamExceedsTheThresholdAtTheStatedRate() {
    Generator random = new Generator(42);
    double[] statistics = statistics(random, 400, 0);

    assertThat(Arrays.stream(statistics).filter(z -> z > 1.645).count()).isBetween(5L, 38L);
    assertThat(Arrays.stream(statistics).filter(z -> z > 4).count()).isZero();
    assertThat(Arrays.stream(statistics).average().orElseThrow()).isBetween(-0.25, 0.25);
    double spread = Math.sqrt(Arrays.stream(statistics).map(z -> z * z).average().orElseThrow());
    assertThat(spread).isBetween(0.85, 1.15);
  }

  @Test
  void shiftedStreamExceedsTheThreshold() {
    double[] statistics = statistics(new Generator(43), 20, 3);

    assertThat(Arrays.stream(statistics).min().orElseThrow()).isGreaterThan(4);
  }

  /** Equally near rows: if order broke the ties, the earlier window would attract all edges. */
  @Test
  void windowsOfOneRepeatedVectorAreNoChange() {
    int window = 60;
    float[] rows = new float[2 * window * DIMENSION];
    for (int row = 0; row < 2 * window; row++) {
      rows[row * DIMENSION] = 1;
    }
    double deviations =
        NeighbourOrder.statistic(rows, window, window, DIMENSION, 5, new Generator(3));
    assertThat(deviations).isBetween(-3.5, 3.5);
  }

  private static double[] statistics(Generator random, int tests, double shift) {
    int window = 50;
    double[] statistics = new double[tests];
    for (int test = 0; test < tests; test++) {
      float[] rows = units(random, 2 * window, 0);
      float[] shifted = units(random, window, shift);
      System.arraycopy(shifted, 0, rows, window * DIMENSION, window * DIMENSION);
      statistics[test] = NeighbourOrder.statistic(rows, window, window, DIMENSION, 5, random);
    }
    return statistics;
  }

  private static float[] units(Generator random, int count, double shift) {
    float[] rows = new float[count * DIMENSION];
    for (int row = 0; row < count; row++) {
      double squares = 0;
      for (int k = 0; k < DIMENSION; k++) {
        double value = random.nextGaussian() + (k == 0 ? shift : 0);
        rows[row * DIMENSION + k] = (float) value;
        squares += value * value;
      }
      for (int k = 0; k < DIMENSION; k++) {
        rows[row * DIMENSION + k] /= (float) Math.sqrt(squares);
      }
    }
    return rows;
  }

  private static double dot(float[] rows, int a, int b) {
    double sum = 0;
    for (int k = 0; k < DIMENSION; k++) {
      sum += (double) rows[a * DIMENSION + k] * rows[b * DIMENSION + k];
    }
    return sum;
  }

  private static boolean[] labels(int mask, int count) {
    boolean[] labels = new boolean[count];
    for (int row = 0; row < count; row++) {
      labels[row] = (mask >> row & 1) == 1;
    }
    return labels;
  }
}
