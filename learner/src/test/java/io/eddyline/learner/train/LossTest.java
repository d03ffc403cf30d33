package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.schemas.config.RecordSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradient of every loss against the finite differences of the loss as written. */
final class LossTest {
  private static final int DIMENSION = 16;
  private static final int COUNT = 12;
  private static final double TAU = 0.2;
  private static final double WEIGHT = 3;
  private static final double HARDNESS = 0.7;
  private static final double FALSE_SHARE = 0.04;
  private static final double DIVERGENCE = 0.3;
  private static final double MARGIN = 0.05;
  private static final double NEGATIVES_WEIGHT = 8;
  private static final long SEED = 21;

  private final Generator random = new Generator(SEED);
  private final float[] key = unit();
  private final List<float[]> negatives = new ArrayList<>();
  private final float[] keys = new float[COUNT * DIMENSION];
  private final double[] raw = NaiveContrast.toDoubles(unit());

  LossTest() {
    for (int k = 0; k < COUNT; k++) {
      float[] negative = unit();
      negatives.add(negative);
      System.arraycopy(negative, 0, keys, k * DIMENSION, DIMENSION);
    }
    for (int k = 0; k < DIMENSION; k++) {
      raw[k] *= 1.7;
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void attractionIsTheDerivativeOfItsLoss(Loss loss) {
    double[] expected = NaiveContrast.gradient(raw, attraction(loss));
    assertClose(attract(contrast(loss, Map.of())), expected);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void repulsionIsTheDerivativeOfItsLoss(Loss loss) {
    double[] expected = NaiveContrast.gradient(raw, repulsion(loss));
    float[] gradient = new float[DIMENSION];
    Contrast contrast = contrast(loss, Map.of());
    float logWeight = (float) Math.log(WEIGHT);
    contrast.repel(anchor(), key, keys, COUNT, logWeight, norm(), gradient);
    assertClose(gradient, expected);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void repelsWithoutNegatives(Loss loss) {
    float[] gradient = new float[DIMENSION];
    contrast(loss, Map.of("cosine-margin", "-1"))
        .repel(anchor(), key, keys, 0, 0, norm(), gradient);
    double along = 0;
    for (int k = 0; k < DIMENSION; k++) {
      assertThat(gradient[k]).isFinite();
      along += gradient[k] * (double) key[k];
    }
    assertThat(along).as("the step against it leads away from the key").isPositive();
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void aKeyThatIsNotANumberMakesTheGradientNotFinite(Loss loss) {
    keys[3] = Float.NaN;
    float[] gradient = attract(contrast(loss, Map.of()));
    assertThat(Float.isFinite(Adagrad.meanSquare(gradient, DIMENSION))).isFalse();
  }

  @Test
  void withoutTheirOwnTermsTheLossesAreInfoNce() {
    float[] expected = attract(contrast(Loss.INFO_NCE, Map.of()));
    Map<String, String> off =
        Map.of("hardness", "0", "false-negative-share", "0", "temperature-range", "1");
    for (Loss loss : List.of(Loss.HARDNESS_WEIGHTED, Loss.DEBIASED, Loss.INDIVIDUAL_TEMPERATURE)) {
      assertThat(attract(contrast(loss, off)))
          .as("%s", loss)
          .containsExactly(expected, within(1e-4f));
    }
  }

  @Test
  void theDebiasedEstimateHasAFloor() {
    for (int k = 0; k < COUNT; k++) {
      System.arraycopy(negate(key), 0, keys, k * DIMENSION, DIMENSION);
      negatives.set(k, negate(key));
    }
    System.arraycopy(NaiveContrast.toDoubles(key), 0, raw, 0, DIMENSION);
    raw[0] += 0.3;
    double[] expected = NaiveContrast.gradient(raw, attraction(Loss.DEBIASED));
    assertClose(attract(contrast(Loss.DEBIASED, Map.of())), expected);
  }

  @Test
  void aRowAmongSimilarKeysGetsAHigherTemperature() {
    double alone = temperature(raw);
    double[] among = raw.clone();
    for (int k = 0; k < COUNT; k += 2) {
      for (int c = 0; c < DIMENSION; c++) {
        among[c] += negatives.get(k)[c];
      }
    }
    assertThat(temperature(among)).isGreaterThan(1.05 * alone);
  }

  private ToDoubleFunction<double[]> attraction(Loss loss) {
    return switch (loss) {
      case INFO_NCE -> at -> NaiveContrast.attraction(at, key, negatives, TAU);
      case HARDNESS_WEIGHTED -> {
        double[] weights = hardness();
        yield at ->
            Math.log(Math.exp(cosine(at, key) / TAU) + weighted(at, weights))
                - cosine(at, key) / TAU;
      }
      case DEBIASED -> this::debiased;
      case INDIVIDUAL_TEMPERATURE -> at -> robust(at, temperature(at)) / TAU;
      case COSINE -> at -> 1 - cosine(at, key) + NEGATIVES_WEIGHT / COUNT * hinges(at);
    };
  }

  private ToDoubleFunction<double[]> repulsion(Loss loss) {
    return switch (loss) {
      case INFO_NCE, DEBIASED, INDIVIDUAL_TEMPERATURE ->
          at -> NaiveContrast.repulsion(at, key, WEIGHT, negatives, TAU);
      case HARDNESS_WEIGHTED -> {
        double[] weights = hardness();
        yield at -> Math.log(WEIGHT * Math.exp(cosine(at, key) / TAU) + weighted(at, weights));
      }
      case COSINE ->
          at ->
              NEGATIVES_WEIGHT
                  / (COUNT + WEIGHT)
                  * (WEIGHT * Math.max(0, cosine(at, key) - MARGIN) + hinges(at));
    };
  }

  /* The weights at raw: they carry no gradient. */
  private double[] hardness() {
    double[] weights = new double[COUNT];
    double sum = 0;
    for (int k = 0; k < COUNT; k++) {
      weights[k] = Math.exp(HARDNESS * cosine(raw, negatives.get(k)) / TAU);
      sum += weights[k];
    }
    for (int k = 0; k < COUNT; k++) {
      weights[k] *= COUNT / sum;
    }
    return weights;
  }

  private double weighted(double[] at, double[] weights) {
    double sum = 0;
    for (int k = 0; k < COUNT; k++) {
      sum += weights[k] * Math.exp(cosine(at, negatives.get(k)) / TAU);
    }
    return sum;
  }

  private double debiased(double[] at) {
    double positive = Math.exp(cosine(at, key) / TAU);
    double mean = 0;
    for (float[] negative : negatives) {
      mean += Math.exp(cosine(at, negative) / TAU) / COUNT;
    }
    double estimate = (mean - FALSE_SHARE * positive) / (1 - FALSE_SHARE);
    double others = COUNT * Math.max(estimate, Math.exp(-1 / TAU));
    return Math.log(positive + others) - cosine(at, key) / TAU;
  }

  private double robust(double[] at, double tau) {
    double sum = 1;
    for (float[] negative : negatives) {
      sum += Math.exp((cosine(at, negative) - cosine(at, key)) / tau);
    }
    return tau * Math.log(sum / (COUNT + 1)) + tau * DIVERGENCE;
  }

  /* The minimum over the temperature, by ternary search in a convex function. */
  private double temperature(double[] at) {
    double low = TAU / 4;
    double high = TAU * 4;
    for (int k = 0; k < 200; k++) {
      double left = low + (high - low) / 3;
      double right = high - (high - low) / 3;
      if (robust(at, left) < robust(at, right)) {
        high = right;
      } else {
        low = left;
      }
    }
    return low;
  }

  private double hinges(double[] at) {
    return negatives.stream().mapToDouble(k -> Math.max(0, cosine(at, k) - MARGIN)).sum();
  }

  private static double cosine(double[] at, float[] unit) {
    double dot = 0;
    for (int k = 0; k < at.length; k++) {
      dot += at[k] * unit[k];
    }
    return dot / NaiveContrast.norm(at);
  }

  private float[] attract(Contrast contrast) {
    float[] gradient = new float[DIMENSION];
    contrast.attract(anchor(), key, keys, COUNT, norm(), gradient);
    return gradient;
  }

  private static Contrast contrast(Loss loss, Map<String, String> overrides) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "hardness", String.valueOf(HARDNESS),
                "false-negative-share", String.valueOf(FALSE_SHARE),
                "divergence", String.valueOf(DIVERGENCE),
                "temperature-range", "4",
                "cosine-margin", String.valueOf(MARGIN),
                "cosine-negatives-weight", String.valueOf(NEGATIVES_WEIGHT)));
    values.putAll(overrides);
    Contrast contrast =
        loss.contrast(DIMENSION, COUNT, TAU, RecordSettings.bind(ObjectiveSettings.class, values));
    for (int k = 0; k < COUNT; k++) {
      contrast.slots()[k] = k;
    }
    return contrast;
  }

  private float norm() {
    return (float) NaiveContrast.norm(raw);
  }

  private float[] anchor() {
    double[] anchor = raw.clone();
    for (int k = 0; k < DIMENSION; k++) {
      anchor[k] /= NaiveContrast.norm(raw);
    }
    return NaiveContrast.toFloats(anchor);
  }

  private static float[] negate(float[] vector) {
    float[] negated = vector.clone();
    for (int k = 0; k < negated.length; k++) {
      negated[k] = -negated[k];
    }
    return negated;
  }

  private float[] unit() {
    double[] vector = new double[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] = random.nextGaussian();
    }
    double norm = NaiveContrast.norm(vector);
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] /= norm;
    }
    return NaiveContrast.toFloats(vector);
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(NaiveContrast.toDoubles(actual))
        .as("seed %d", SEED)
        .containsExactly(expected, within(2e-3));
  }
}
