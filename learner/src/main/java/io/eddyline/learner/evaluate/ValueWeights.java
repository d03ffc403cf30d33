package io.eddyline.learner.evaluate;

import java.util.Arrays;

/**
 * What an event's value makes of its weight, from what came before it alone.
 *
 * <pre>
 *   none         1
 *   ratings      z = (value - m) / s     m: mean of the user's earlier ratings and 5 at the mean of all
 *                                        s: deviation of all earlier ratings, at least 0.1
 *                1 + z/2 within [1/2, 2], for z of -1 and more
 *                z/2 within [-2, -1/2], negative feedback, below
 *   quantities   1 + log10(value) within [1, 3]
 * </pre>
 *
 * An event without a value has weight 1.
 */
public enum ValueWeights {
  NONE,
  RATINGS,
  QUANTITIES;

  private static final double PSEUDO_RATINGS = 5;
  private static final double LEAST_DEVIATION = 0.1;
  private static final double NEGATIVE_BELOW = -1;
  private static final double LEAST = 0.5;
  private static final double MOST = 2;
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
    double[] sums = new double[userCount];
    int[] counts = new int[userCount];
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int event = 0; event < values.length; event++) {
      double value = values[event];
      if (Double.isNaN(value)) {
        continue;
      }
      int user = users[event];
      double mean = count == 0 ? value : sum / count;
      double variance = count == 0 ? 0 : squares / count - mean * mean;
      double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
      double userMean = (sums[user] + PSEUDO_RATINGS * mean) / (counts[user] + PSEUDO_RATINGS);
      weights[event] = weight((value - userMean) / deviation);
      sums[user] += value;
      counts[user]++;
      sum += value;
      squares += value * value;
      count++;
    }
  }

  private static float weight(double z) {
    return (float)
        (z < NEGATIVE_BELOW
            ? Math.clamp(z / 2, -MOST, -LEAST)
            : Math.clamp(1 + z / 2, LEAST, MOST));
  }
}
