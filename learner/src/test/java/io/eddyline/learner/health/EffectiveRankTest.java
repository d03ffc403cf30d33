package io.eddyline.learner.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class EffectiveRankTest {

  @Test
  void parallelRowsUseOneDimension() {
    float[] rows = {1, 2, 3, -2, -4, -6, 0.5f, 1, 1.5f};
    assertThat(EffectiveRank.of(rows, 3, 3)).isEqualTo(1, within(1e-6));
  }

  @Test
  void orthogonalRowsOfOneLengthUseAllDimensions() {
    float[] rows = {0, 3, 0, 0, 0, 0, 0, -3, 3, 0, 0, 0, 0, 0, 3, 0};
    assertThat(EffectiveRank.of(rows, 4, 4)).isEqualTo(4, within(1e-9));
  }

  @Test
  void singularValuesWeighByTheirShareOfTheSum() {
    float[] rows = {3, 0, 0, 1};
    double entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    assertThat(EffectiveRank.of(rows, 2, 2)).isEqualTo(Math.exp(entropy), within(1e-9));
  }

  @Test
  void nothingHasNoDimension() {
    assertThat(EffectiveRank.of(new float[0], 0, 3)).isZero();
    assertThat(EffectiveRank.of(new float[6], 2, 3)).isZero();
  }

  @Test
  void rowThatIsNotFiniteIsToldAsNotANumber() {
    assertThat(EffectiveRank.of(new float[] {1, Float.NaN}, 1, 2)).isNaN();
    assertThat(EffectiveRank.of(new float[] {1, Float.POSITIVE_INFINITY}, 1, 2)).isNaN();
  }

  /** The naive reference: rotations by Jacobi's method on the rows themselves, one-sided. */
  @Property(tries = 60)
  void agreesWithRotationsOfTheColumns(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 8) int dimension) {
    Generator random = new Generator(seed);
    float[] rows = new float[count * dimension];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = (float) (random.nextGaussian() * (1 + k % dimension));
    }
    assertThat(EffectiveRank.of(rows, count, dimension))
        .as("seed %d", seed)
        .isEqualTo(naive(rows, count, dimension), within(1e-5));
  }

  private static double naive(float[] rows, int count, int dimension) {
    double[][] columns = new double[dimension][count];
    for (int row = 0; row < count; row++) {
      for (int k = 0; k < dimension; k++) {
        columns[k][row] = rows[row * dimension + k];
      }
    }
    for (int sweep = 0; sweep < 60; sweep++) {
      for (int p = 0; p < dimension; p++) {
        for (int q = p + 1; q < dimension; q++) {
          orthogonalise(columns[p], columns[q]);
        }
      }
    }
    double sum = 0;
    for (double[] column : columns) {
      sum += Math.sqrt(dot(column, column));
    }
    double entropy = 0;
    for (double[] column : columns) {
      double share = Math.sqrt(dot(column, column)) / sum;
      entropy -= share > 1e-12 ? share * Math.log(share) : 0;
    }
    return Math.exp(entropy);
  }

  private static void orthogonalise(double[] p, double[] q) {
    double mixed = dot(p, q);
    if (Math.abs(mixed) < 1e-14) {
      return;
    }
    double angle = 0.5 * Math.atan2(2 * mixed, dot(p, p) - dot(q, q));
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int k = 0; k < p.length; k++) {
      double value = p[k];
      p[k] = cos * value + sin * q[k];
      q[k] = cos * q[k] - sin * value;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
