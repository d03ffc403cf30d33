package io.eddyline.learner.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.schemas.config.RecordSettings;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SimAnsTest {
  private static final double SHARPNESS = 6;
  private static final double OFFSET = -0.1;

  private final SimAns simAns =
      new SimAns(
          RecordSettings.bind(
              TeleportationSettings.class,
              Map.of(
                  "simans-a", String.valueOf(SHARPNESS),
                  "simans-b", String.valueOf(OFFSET),
                  "past-decay", "0.5")));

  @Test
  void leavesOutWhatScoresLikeAPositive() {
    assertThat(kept(0.8f, 0.7f, 0.77f, 0.759f, 0.9f, Float.NaN, -0.5f)).containsExactly(0, 2, 5);
    assertThat(kept(-0.2f, -0.3f, -0.22f, -0.1f, Float.NEGATIVE_INFINITY)).containsExactly(0, 3);
    assertThat(kept(0, -0.04f, -0.06f)).containsExactly(1);
    assertThat(kept(Float.NaN, 0.1f, -1)).isEmpty();
  }

  private int[] kept(float positive, float... cosines) {
    int[] candidates = new int[cosines.length];
    Arrays.setAll(candidates, k -> k);
    int[] ages = new int[cosines.length];
    int count = simAns.weigh(candidates, cosines.clone(), ages, cosines.length, positive);
    return Arrays.copyOf(candidates, count);
  }

  /** Pearson's chi-square of first draws; 33.0 is the 0.1 % point for 11 degrees of freedom. */
  @Test
  void drawsInProportionToTheWeights() {
    long seed = 1789;
    Generator generator = new Generator(seed);
    int length = 12;
    float positive = 0.9f;
    float[] cosines = new float[length];
    int[] ages = new int[length];
    double[] expected = new double[length];
    double sum = 0;
    for (int k = 0; k < length; k++) {
      cosines[k] = -0.3f + 0.1f * k;
      ages[k] = k % 3;
      double distance = cosines[k] - positive - OFFSET;
      expected[k] = Math.pow(0.5, ages[k]) * Math.exp(-SHARPNESS * distance * distance);
      sum += expected[k];
    }
    int draws = 100_000;
    int[] counts = new int[length];
    int[] slots = new int[1];
    for (int draw = 0; draw < draws; draw++) {
      int[] candidates = new int[length];
      Arrays.setAll(candidates, k -> k);
      float[] weights = cosines.clone();
      int kept = simAns.weigh(candidates, weights, ages, length, positive);
      assertThat(SimAns.draw(candidates, weights, kept, 1, generator, slots, 0)).isEqualTo(1);
      counts[slots[0]]++;
    }
    double chiSquare = 0;
    for (int k = 0; k < length; k++) {
      double mean = draws * expected[k] / sum;
      chiSquare += (counts[k] - mean) * (counts[k] - mean) / mean;
    }
    assertThat(chiSquare).as("seed %d, counts %s", seed, Arrays.toString(counts)).isLessThan(33);
  }

  @Test
  void drawsEachCandidateOnceAtMost() {
    Generator generator = new Generator(4);
    int[] slots = {-1, -1, -1, -1, -1, -1};
    float[] weights = {1, 0, 2, 3};
    int drawn = SimAns.draw(new int[] {10, 11, 12, 13}, weights, 4, 5, generator, slots, 1);
    assertThat(drawn).isEqualTo(3);
    assertThat(slots).containsExactlyInAnyOrder(-1, 10, 12, 13, -1, -1);
    assertThat(slots[0]).isEqualTo(-1);
    assertThat((double) weights[0]).isCloseTo(0, within(0.0));
  }
}
