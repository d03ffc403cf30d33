package io.eddyline.learner.health;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * How many dimensions the rows of a matrix use: RankMe (Garrido et al. 2023, "RankMe: assessing the
 * downstream performance of pretrained self-supervised representations by their rank").
 *
 * <pre>
 *   p_k  = s_k / sum_j s_j                s: singular values of the rows
 *   rank = exp(-sum_k p_k log p_k)        1 if all rows are parallel, d if no direction is preferred
 * </pre>
 *
 * <p>The singular values are the square roots of the eigenvalues of the Gram matrix {@code rows^T
 * rows}, d x d, summed in double: the cost is {@code count d^2 / 2} multiplications and an
 * eigendecomposition.
 *
 * <p>Deviates from the paper: no constant is added to p; {@code 0 log 0} is 0. Singular values
 * below 1e-8 of the largest are lost in the Gram matrix, where they weigh nothing.
 *
 * <p>Threading: stateless.
 */
public final class EffectiveRank {
  private EffectiveRank() {}

  /**
   * The effective rank of {@code count x dimension} float32, row-major.
   *
   * @return 0 if there is no row or all are zero; NaN if a value is not finite
   */
  public static double of(float[] rows, int count, int dimension) {
    DMatrixRMaj gram = gram(rows, count, dimension);
    double trace = 0;
    for (int k = 0; k < dimension; k++) {
      trace += gram.get(k, k);
    }
    if (!(trace > 0) || !Double.isFinite(trace)) {
      return trace == 0 ? 0 : Double.NaN;
    }
    return Math.exp(entropy(singularValues(gram)));
  }

  private static DMatrixRMaj gram(float[] rows, int count, int dimension) {
    DMatrixRMaj gram = new DMatrixRMaj(dimension, dimension);
    double[] sums = gram.data;
    for (int row = 0; row < count; row++) {
      int at = row * dimension;
      for (int i = 0; i < dimension; i++) {
        double value = rows[at + i];
        for (int j = i; j < dimension; j++) {
          sums[i * dimension + j] += value * rows[at + j];
        }
      }
    }
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < i; j++) {
        sums[i * dimension + j] = sums[j * dimension + i];
      }
    }
    return gram;
  }

  private static double[] singularValues(DMatrixRMaj gram) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(gram.numRows, false, true);
    if (!eigen.decompose(gram)) {
      throw new IllegalStateException(
          "eigenvalues of a %d x %d Gram matrix did not converge"
              .formatted(gram.numRows, gram.numCols));
    }
    double[] values = new double[eigen.getNumberOfEigenvalues()];
    for (int k = 0; k < values.length; k++) {
      // Rounding may leave an eigenvalue of a singular Gram matrix a little below 0.
      values[k] = Math.sqrt(Math.max(0, eigen.getEigenvalue(k).getReal()));
    }
    return values;
  }

  private static double entropy(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double entropy = 0;
    for (double value : values) {
      double share = value / sum;
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    return entropy;
  }
}
