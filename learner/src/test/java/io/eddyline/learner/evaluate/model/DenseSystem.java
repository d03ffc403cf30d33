package io.eddyline.learner.evaluate.model;

/** Linear equations by elimination with pivots, in doubles: the specification. */
final class DenseSystem {
  private DenseSystem() {}

  /** The solution; the arguments are used up. */
  static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c; r < n; r++) {
        pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
      }
      double[] row = a[c];
      a[c] = a[pivot];
      a[pivot] = row;
      double right = b[c];
      b[c] = b[pivot];
      b[pivot] = right;
      for (int r = 0; r < n; r++) {
        double factor = r == c ? 0 : a[r][c] / a[c][c];
        for (int k = c; k < n; k++) {
          a[r][k] -= factor * a[c][k];
        }
        b[r] -= factor * b[c];
      }
    }
    double[] x = new double[n];
    for (int k = 0; k < n; k++) {
      x[k] = b[k] / a[k][k];
    }
    return x;
  }

  /** {@code scale V'V + ridge I + sum of w v v'} over rows of V by weights. */
  static double[][] matrix(double[][] v, double scale, double ridge, double[] weights, int n) {
    double[][] a = new double[n][n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        a[r][c] = r == c ? ridge : 0;
        for (int k = 0; k < v.length; k++) {
          a[r][c] += (scale + weights[k]) * v[k][r] * v[k][c];
        }
      }
    }
    return a;
  }

  /** {@code sum of w v}. */
  static double[] right(double[][] v, double[] weights, int n) {
    double[] b = new double[n];
    for (int k = 0; k < v.length; k++) {
      for (int c = 0; c < n; c++) {
        b[c] += weights[k] * v[k][c];
      }
    }
    return b;
  }
}
