package io.eddyline.learner.table;

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
public final class FloatSlab {
  /** Rows of a chunk, a power of two. */
  static final int CHUNK_ROWS = 1 << 10;

  private final int dimension;
  private float[][] chunks = new float[0][];

  FloatSlab(int dimension) {
    this.dimension = dimension;
  }

  /** Floats of a row. */
  int dimension() {
    return dimension;
  }

  /** The array that holds the row, from {@link #offset} on. */
  public float[] chunk(int row) {
    return chunks[row / CHUNK_ROWS];
  }

  /** Where the row starts in its {@link #chunk}. */
  public int offset(int row) {
    return (row & CHUNK_ROWS - 1) * dimension;
  }

  /** Copies the row out. */
  public void read(int row, float[] target) {
    System.arraycopy(chunk(row), offset(row), target, 0, dimension);
  }

  /** Copies the row in. */
  public void write(int row, float[] source) {
    System.arraycopy(source, 0, chunk(row), offset(row), dimension);
  }

  void ensure(int rows) {
    int needed = (rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
    for (int chunk = chunks.length; chunk < needed; chunk++) {
      chunks = Arrays.copyOf(chunks, chunk + 1);
      chunks[chunk] = new float[CHUNK_ROWS * dimension];
    }
  }
}
