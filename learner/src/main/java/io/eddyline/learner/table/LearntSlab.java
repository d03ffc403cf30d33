package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import java.util.Arrays;

/**
 * A slab whose rows Adagrad learns, each with its sum of mean squared gradients.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class LearntSlab extends FloatSlab {
  private float[] accumulators = {};

  LearntSlab(int dimension) {
    super(dimension);
  }

  /** Makes room for rows [0, rows), and for accumulators up to a table's capacity. */
  void ensure(int rows, int capacity) {
    ensure(rows);
    if (capacity > accumulators.length) {
      accumulators = Arrays.copyOf(accumulators, capacity);
    }
  }

  /** Adagrad's sum of mean squared gradients of the row. */
  public float accumulator(int row) {
    return accumulators[row];
  }

  public void setAccumulator(int row, float accumulator) {
    accumulators[row] = accumulator;
  }

  @Override
  void write(int rows, ColumnWriter out) {
    super.write(rows, out);
    out.putFloats(accumulators, 0, rows);
  }

  @Override
  void read(int rows, ColumnReader in) {
    super.read(rows, in);
    in.getFloats(accumulators, 0, rows);
  }

  @Override
  void clear(int row) {
    super.clear(row);
    accumulators[row] = 0;
  }
}
