package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.RatingScale;
import io.eddyline.learner.train.RatingSettings;
import java.util.Arrays;

/**
 * What an event's value makes of its weight, from what came before it alone.
 *
 * <pre>
 *   none         1
 *   ratings      as the learner weighs them, see {@link RatingScale}, at its defaults
 *   quantities   1 + log10(value) within [1, 3]
 * </pre>
 *
 * An event without a value has weight 1.
 */
public enum ValueWeights {
  NONE,
  RATINGS,
  QUANTITIES;

  private static final double MOST_OF_QUANTITY = 3;

  /** The weights of events in time order. */
  float[] of(int[] users, double[] values, int userCount) {
    float[] weights = new float[values.length];
    Arrays.fill(weights, 1);
    if (this == RATINGS) {
      weighRatings(users, values, userCount, weights);
    } else if (this == QUANTITIES) {
      for (int event = 0; event < values.length; event++) {
        if (values[event] > 0) {
          weights[event] = (float) Math.clamp(1 + Math.log10(values[event]), 1, MOST_OF_QUANTITY);
        }
      }
    }
    return weights;
  }

  private static void weighRatings(int[] users, double[] values, int userCount, float[] weights) {
    RatingScale scale = new RatingScale(RatingSettings.defaults());
    double[] sums = new double[userCount];
    int[] counts = new int[userCount];
    for (int event = 0; event < values.length; event++) {
      double value = values[event];
      if (!RatingScale.isSound(value)) {
        continue;
      }
      int user = users[event];
      weights[event] = scale.signedWeight(value, counts[user], sums[user]);
      scale.add(value);
      sums[user] += value;
      counts[user]++;
    }
  }
}
