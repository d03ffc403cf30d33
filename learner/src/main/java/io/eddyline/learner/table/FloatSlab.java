package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;

/**
 * Vectors of one dimension, {@code rows x dimension} float32, in chunks, so that growth never moves
 * a row. New rows are zero.
 *
 * <pre>
 *   chunks[row / 1024] ──▶ | row 0 | row 1 | ... | row 1023 |      each row: dimension floats
 * </pre>
 *
 * <p>Threading: one thread, the owner's.
 */
public sealed class FloatSlab permits LearntSlab {
  /** Rows of a chunk, a power of two. */
  static final int CHUNK_ROWS = 1 << 10;

  private final int dimension;
  private float[][] chunks = new float[0][];

  FloatSlab(int dimension) {
    this.dimension = dimension;
  }

  /** Floats of a row. */
  final int dimension() {
    return dimension;
  }

  /** The array that holds the row, from {@link #offset} on. */
  public final float[] chunk(int row) {
    return chunks[row / CHUNK_ROWS];
  }

  /** Where the row starts in its {@link #chunk}. */
  public final int offset(int row) {
    return (row & CHUNK_ROWS - 1) * dimension;
  }

  /** Copies the row out. */
  public final void read(int row, float[] target) {
    System.arraycopy(chunk(row), offset(row), target, 0, dimension);
  }

  /** Copies the row in. */
  public final void write(int row, float[] source) {
    System.arraycopy(source, 0, chunk(row), offset(row), dimension);
  }

  /** {@code row = keep * row + (1 - keep) * source's row}, of slabs of one dimension. */
  public final void blend(int row, float keep, FloatSlab source) {
    VectorKernels.blend(
        keep, source.chunk(row), source.offset(row), chunk(row), offset(row), dimension);
  }

  /** Sets the row to zero. */
  void clear(int row) {
    int offset = offset(row);
    Arrays.fill(chunk(row), offset, offset + dimension, 0);
  }

  /** Writes rows [0, rows). */
  void write(int rows, ColumnWriter out) {
    for (int row = 0; row < rows; row += CHUNK_ROWS) {
      out.putFloats(chunk(row), 0, Math.min(CHUNK_ROWS, rows - row) * dimension);
    }
  }

  /** Reads rows [0, rows), for which there is room. */
  void read(int rows, ColumnReader in) {
    for (int row = 0; row < rows; row += CHUNK_ROWS) {
      in.getFloats(chunk(row), 0, Math.min(CHUNK_ROWS, rows - row) * dimension);
    }
  }

  final void ensure(int rows) {
    int needed = (rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
    for (int chunk = chunks.length; chunk < needed; chunk++) {
      chunks = Arrays.copyOf(chunks, chunk + 1);
      chunks[chunk] = new float[CHUNK_ROWS * dimension];
    }
  }
}
