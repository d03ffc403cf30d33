package io.eddyline.learner.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel against its scalar specification, on every length to 513 and odd offsets. */
final class VectorKernelsPropertyTest {
  private static final Kernels SCALAR = new ScalarKernels();
  private static final Kernels SIMD = new SimdKernels();
  private static final int ROWS = 5;

  static IntStream lengths() {
    return IntStream.rangeClosed(0, 513);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void agreesWithScalarOnOneVector(int length) {
    SplittableRandom random = new SplittableRandom(length);
    int xAt = random.nextInt(8);
    int yAt = random.nextInt(8);
    float[] x = vector(random, length + 8);
    float[] y = vector(random, length + 8);
    double tolerance = 1e-6 * (length + 1);

    assertThat(SIMD.dot(x, xAt, y, yAt, length))
        .isCloseTo(SCALAR.dot(x, xAt, y, yAt, length), within((float) tolerance));
    assertThat(SIMD.max(x, length)).isEqualTo(SCALAR.max(x, length));
    assertThat(SIMD.argMin(x, xAt, length)).isEqualTo(SCALAR.argMin(x, xAt, length));
    float[] rounded = rounded(x);
    assertThat(SIMD.argMin(rounded, xAt, length)).isEqualTo(SCALAR.argMin(rounded, xAt, length));

    float[] expected = y.clone();
    float[] actual = y.clone();
    SCALAR.addScaled(0.7f, x, xAt, expected, yAt, length);
    SIMD.addScaled(0.7f, x, xAt, actual, yAt, length);
    SCALAR.blend(0.9f, x, xAt, expected, yAt, length);
    SIMD.blend(0.9f, x, xAt, actual, yAt, length);
    assertThat(actual).containsExactly(expected, within(1e-5f));
    SCALAR.scaleInto(-1.5f, x, xAt, expected, yAt, length);
    SIMD.scaleInto(-1.5f, x, xAt, actual, yAt, length);
    assertThat(actual).containsExactly(expected, within(1e-5f));

    float expectedSum = SCALAR.expInPlace(expected, 1, length);
    float actualSum = SIMD.expInPlace(actual, 1, length);
    assertThat(actualSum).isCloseTo(expectedSum, within((float) (tolerance * 10)));
    assertThat(actual).containsExactly(expected, within(1e-5f));
  }

  @Test
  void agreesWithScalarOnLogarithms() {
    SplittableRandom random = new SplittableRandom(4000);
    float[] expected = new float[1001];
    for (int k = 0; k < expected.length; k++) {
      expected[k] = (float) Math.exp(random.nextDouble(-80, 80));
    }
    float[] actual = expected.clone();
    float last = actual[1000];
    SCALAR.logInPlace(expected, 1000);
    SIMD.logInPlace(actual, 1000);
    for (int k = 0; k < 1000; k++) {
      assertThat(actual[k]).isCloseTo(expected[k], within(2 * Math.ulp(expected[k])));
    }
    assertThat(actual[1000]).as("beyond the length").isEqualTo(last);
  }

  @Test
  void findsLogarithmsNearOne() {
    float[] near = {0.5f, 0.70710677f, 0.9999999f, 1, 1.0000001f, 1.4142135f, 1.5f};
    for (float x : near) {
      float expected = (float) Math.log(x);
      assertThat(FastLog.log(x)).isCloseTo(expected, within(2 * Math.ulp(expected)));
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void agreesWithScalarOnManyRows(int length) {
    SplittableRandom random = new SplittableRandom(1000 + length);
    float[] rows = vector(random, ROWS * length);
    float[] query = vector(random, length + 3);
    int[] slots = random.ints(7, 0, ROWS).toArray();
    float[] factors = vector(random, slots.length);
    float[] expected = new float[slots.length + 2];
    float[] actual = new float[slots.length + 2];

    SCALAR.dotRows(query, 3, rows, slots, slots.length, length, expected);
    SIMD.dotRows(query, 3, rows, slots, slots.length, length, actual);
    assertThat(actual).containsExactly(expected, within(1e-6f * (length + 1)));
    SCALAR.dotBlock(query, 3, rows, ROWS, length, expected, 1);
    SIMD.dotBlock(query, 3, rows, ROWS, length, actual, 1);
    assertThat(actual).containsExactly(expected, within(1e-6f * (length + 1)));

    float[] expectedSum = query.clone();
    float[] actualSum = query.clone();
    SCALAR.addScaledRows(factors, rows, slots, slots.length, expectedSum, 3, length);
    SIMD.addScaledRows(factors, rows, slots, slots.length, actualSum, 3, length);
    assertThat(actualSum).containsExactly(expectedSum, within(1e-4f));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void agreesWithScalarOnRowsInChunks(int length) {
    SplittableRandom random = new SplittableRandom(3000 + length);
    float[][] chunks = new float[3][];
    for (int chunk = 0; chunk < chunks.length; chunk++) {
      chunks[chunk] = vector(random, 4 * (length + 1));
    }
    int[] rows = random.ints(9, 0, 4 * chunks.length).toArray();
    float[] factors = vector(random, rows.length);
    float[] expected = vector(random, length + 4);
    float[] actual = expected.clone();
    SCALAR.addScaledChunkRows(factors, chunks, rows, rows.length, expected, 3, length + 1);
    SIMD.addScaledChunkRows(factors, chunks, rows, rows.length, actual, 3, length + 1);
    assertThat(actual).containsExactly(expected, within(1e-4f));
    SIMD.addScaledChunkRows(factors, new float[0][], rows, 0, actual, 3, length + 1);
    assertThat(actual).containsExactly(expected, within(1e-4f));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void countsAndFindsExactly(int length) {
    SplittableRandom random = new SplittableRandom(2000 + length);
    float[] scores = new float[length];
    float[] priors = new float[length];
    int[] values = new int[length + 3];
    for (int k = 0; k < length; k++) {
      scores[k] = random.nextInt(4);
      priors[k] = random.nextInt(3) / 7f;
      values[k + 3] = random.nextInt(2 * length);
    }
    float threshold = length == 0 ? 1 : scores[length / 2] + 1.5f * priors[length / 2];
    assertThat(SIMD.countGreater(scores, priors, 1.5f, threshold, length))
        .isEqualTo(SCALAR.countGreater(scores, priors, 1.5f, threshold, length));
    assertThat(SIMD.countEqual(scores, priors, 1.5f, threshold, length))
        .isEqualTo(SCALAR.countEqual(scores, priors, 1.5f, threshold, length));
    for (int value = -1; value <= 2 * length; value += 1 + length / 16) {
      assertThat(SIMD.contains(values, 3, length, value))
          .as("value %d", value)
          .isEqualTo(SCALAR.contains(values, 3, length, value));
    }
  }

  /* Many are equal. */
  private static float[] rounded(float[] x) {
    float[] rounded = new float[x.length];
    for (int k = 0; k < x.length; k++) {
      rounded[k] = Math.round(2 * x[k]);
    }
    return rounded;
  }

  private static float[] vector(SplittableRandom random, int length) {
    float[] vector = new float[length];
    for (int k = 0; k < length; k++) {
      vector[k] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }
}
