package io.eddyline.k8s.bench.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The axes along which vectors differ most, first those of most. Turning vectors to them changes no
 * product.
 */
final class PrincipalAxes {
  private static final int MAX_SAMPLED = 20_000;

  private final float[][] axes;

  private PrincipalAxes(float[][] axes) {
    this.axes = axes;
  }

  static PrincipalAxes of(float[][] vectors) {
    int dimension = vectors[0].length;
    DMatrixRMaj products = new DMatrixRMaj(dimension, dimension);
    int step = Math.max(1, vectors.length / MAX_SAMPLED);
    for (int row = 0; row < vectors.length; row += step) {
      for (int left = 0; left < dimension; left++) {
        for (int right = 0; right < dimension; right++) {
          products.add(left, right, (double) vectors[row][left] * vectors[row][right]);
        }
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(dimension, true, true);
    if (!eigen.decompose(products)) {
      throw new IllegalStateException("no axes of %d vectors".formatted(vectors.length));
    }
    List<Integer> greatestFirst =
        IntStream.range(0, dimension)
            .boxed()
            .sorted(Comparator.comparingDouble(at -> -eigen.getEigenvalue(at).getReal()))
            .toList();
    float[][] axes = new float[dimension][dimension];
    for (int axis = 0; axis < dimension; axis++) {
      DMatrixRMaj direction = eigen.getEigenVector(greatestFirst.get(axis));
      for (int at = 0; at < dimension; at++) {
        axes[axis][at] = (float) direction.get(at, 0);
      }
    }
    return new PrincipalAxes(axes);
  }

  /** The first numbers of a vector along these axes. */
  float[] turned(float[] vector, int length) {
    float[] turned = new float[length];
    for (int axis = 0; axis < length; axis++) {
      double sum = 0;
      for (int at = 0; at < vector.length; at++) {
        sum += (double) axes[axis][at] * vector[at];
      }
      turned[axis] = (float) sum;
    }
    return turned;
  }
}
