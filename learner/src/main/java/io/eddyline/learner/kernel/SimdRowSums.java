package io.eddyline.learner.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Weighted sums of rows, columns outside and rows inside: a stride of the sum stays in registers
 * while all rows are added, and the reads of all rows are under way at once.
 *
 * <p>Threading: stateless.
 */
final class SimdRowSums {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int STRIDE = 4 * LANES;

  private SimdRowSums() {}

  static void addScaledRows(
      float[] factors, float[] rows, int[] slots, int count, float[] y, int yAt, int length) {
    int column = 0;
    for (; column <= length - STRIDE; column += STRIDE) {
      int at = yAt + column;
      FloatVector sum = FloatVector.fromArray(FLOATS, y, at);
      FloatVector sum1 = FloatVector.fromArray(FLOATS, y, at + LANES);
      FloatVector sum2 = FloatVector.fromArray(FLOATS, y, at + 2 * LANES);
      FloatVector sum3 = FloatVector.fromArray(FLOATS, y, at + 3 * LANES);
      for (int k = 0; k < count; k++) {
        FloatVector factor = FloatVector.broadcast(FLOATS, factors[k]);
        int row = slots[k] * length + column;
        sum = FloatVector.fromArray(FLOATS, rows, row).fma(factor, sum);
        sum1 = FloatVector.fromArray(FLOATS, rows, row + LANES).fma(factor, sum1);
        sum2 = FloatVector.fromArray(FLOATS, rows, row + 2 * LANES).fma(factor, sum2);
        sum3 = FloatVector.fromArray(FLOATS, rows, row + 3 * LANES).fma(factor, sum3);
      }
      sum.intoArray(y, at);
      sum1.intoArray(y, at + LANES);
      sum2.intoArray(y, at + 2 * LANES);
      sum3.intoArray(y, at + 3 * LANES);
    }
    if (column < length) {
      for (int k = 0; k < count; k++) {
        int row = slots[k] * length + column;
        SimdElements.addScaled(factors[k], rows, row, y, yAt + column, length - column);
      }
    }
  }

  static void addScaledChunkRows(
      float[] factors, float[][] chunks, int[] rows, int count, float[] y, int yAt, int length) {
    if (count == 0) {
      return;
    }
    int chunkRows = chunks[0].length / length;
    int shift = Integer.numberOfTrailingZeros(chunkRows);
    int column = 0;
    for (; column <= length - STRIDE; column += STRIDE) {
      int at = yAt + column;
      FloatVector sum = FloatVector.fromArray(FLOATS, y, at);
      FloatVector sum1 = FloatVector.fromArray(FLOATS, y, at + LANES);
      FloatVector sum2 = FloatVector.fromArray(FLOATS, y, at + 2 * LANES);
      FloatVector sum3 = FloatVector.fromArray(FLOATS, y, at + 3 * LANES);
      for (int k = 0; k < count; k++) {
        FloatVector factor = FloatVector.broadcast(FLOATS, factors[k]);
        float[] chunk = chunks[rows[k] >>> shift];
        int row = (rows[k] & chunkRows - 1) * length + column;
        sum = FloatVector.fromArray(FLOATS, chunk, row).fma(factor, sum);
        sum1 = FloatVector.fromArray(FLOATS, chunk, row + LANES).fma(factor, sum1);
        sum2 = FloatVector.fromArray(FLOATS, chunk, row + 2 * LANES).fma(factor, sum2);
        sum3 = FloatVector.fromArray(FLOATS, chunk, row + 3 * LANES).fma(factor, sum3);
      }
      sum.intoArray(y, at);
      sum1.intoArray(y, at + LANES);
      sum2.intoArray(y, at + 2 * LANES);
      sum3.intoArray(y, at + 3 * LANES);
    }
    for (int k = 0; k < count && column < length; k++) {
      int row = (rows[k] & chunkRows - 1) * length + column;
      float[] chunk = chunks[rows[k] >>> shift];
      SimdElements.addScaled(factors[k], chunk, row, y, yAt + column, length - column);
    }
  }
}
