package io.eddyline.learner.train;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The losses as written, in double precision, and their derivatives by central differences. */
final class NaiveContrast {
  private static final double STEP = 1e-5;

  private NaiveContrast() {}

  /** {@code log(exp(q.k / tau) + sum exp(q.k_j / tau)) - q.k / tau} with q = raw / |raw|. */
  static double attraction(double[] raw, float[] key, List<float[]> negatives, double tau) {
    return logSum(raw, key, 1, negatives, tau) - cosine(raw, key) / tau;
  }

  /** {@code log(w exp(q.k / tau) + sum exp(q.k_j / tau))}. */
  static double repulsion(
      double[] raw, float[] key, double weight, List<float[]> negatives, double tau) {
    return logSum(raw, key, weight, negatives, tau);
  }

  static double[] gradient(double[] at, ToDoubleFunction<double[]> loss) {
    double[] gradient = new double[at.length];
    for (int k = 0; k < at.length; k++) {
      double[] moved = at.clone();
      moved[k] = at[k] + STEP;
      double above = loss.applyAsDouble(moved);
      moved[k] = at[k] - STEP;
      gradient[k] = (above - loss.applyAsDouble(moved)) / (2 * STEP);
    }
    return gradient;
  }

  /** The row after one Adagrad step from an empty accumulator. */
  static double[] firstStep(double[] row, double[] gradient, double rate) {
    double squares = 0;
    for (double value : gradient) {
      squares += value * value;
    }
    double[] moved = row.clone();
    for (int k = 0; k < row.length; k++) {
      moved[k] -= rate * gradient[k] / Math.sqrt(squares / row.length + 1e-8);
    }
    return moved;
  }

  static double[] toDoubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }

  static double norm(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  private static double logSum(
      double[] raw, float[] key, double weight, List<float[]> negatives, double tau) {
    double sum = weight * Math.exp(cosine(raw, key) / tau);
    for (float[] negative : negatives) {
      sum += Math.exp(cosine(raw, negative) / tau);
    }
    return Math.log(sum);
  }

  private static double cosine(double[] raw, float[] unitKey) {
    double dot = 0;
    for (int k = 0; k < raw.length; k++) {
      dot += raw[k] * unitKey[k];
    }
    return dot / norm(raw);
  }
}
