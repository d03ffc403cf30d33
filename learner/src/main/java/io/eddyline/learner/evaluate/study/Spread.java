package io.eddyline.learner.evaluate.study;

import java.util.Arrays;
import java.util.Locale;

/**
 * What several runs gave for one figure.
 *
 * @param count of the runs
 * @param deviation of the sample, {@code sqrt(sum (x - mean)^2 / (count - 1))}; 0 for one run
 */
public record Spread(int count, double mean, double deviation, double min, double max) {

  /**
   * The spread of some values.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("the spread of no values");
    }
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return new Spread(
        values.length,
        mean,
        Math.sqrt(squares / Math.max(1, values.length - 1)),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow());
  }

  /** Mean and deviation, or the one value, in that many decimals. */
  public String text(int decimals) {
    String figure = "%." + decimals + "f";
    return count == 1
        ? String.format(Locale.ROOT, figure, mean)
        : String.format(Locale.ROOT, figure + " ± " + figure, mean, deviation);
  }
}
