package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import io.eddyline.serving.filter.RowMask;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bias of one query: a value an item that is added to its score, -inf for what must not be
 * answered. Begins as the version's own bias under a mask.
 *
 * <p>The values lie outside the heap, where the tensor sees them without a copy; closing gives them
 * back to the version for another query.
 *
 * <p>Threading: one thread at a time, the one that borrowed it.
 */
public final class QueryBias implements AutoCloseable {
  /* Below one row in so many, hiding everything and showing a few is less work. */
  private static final int FEW = 8;

  private final FloatBuffer own;
  private final FloatBuffer values;
  private final OnnxTensor tensor;
  private final Consumer<QueryBias> back;

  /**
   * @param own the version's bias
   * @param values of the same length, direct
   * @param tensor over {@code values}
   * @param back takes the bias when it is closed
   */
  QueryBias(FloatBuffer own, FloatBuffer values, OnnxTensor tensor, Consumer<QueryBias> back) {
    this.own = own;
    this.values = values;
    this.tensor = tensor;
    this.back = back;
  }

  /**
   * Makes it the version's own again.
   *
   * @param mask hides the rows that are not in it, null for none
   */
  void reset(@Nullable RowMask mask) {
    if (mask == null) {
      showAll();
    } else if (mask.cardinality() < mask.rowCount() / FEW) {
      hideAll();
      mask.forEach(this::show);
    } else {
      showAll();
      mask.forEachOther(row -> values.put(row, Float.NEGATIVE_INFINITY));
    }
  }

  private void showAll() {
    values.put(0, own, 0, own.limit());
  }

  private void show(int row) {
    values.put(row, own.get(row));
  }

  /** Hides every row. */
  public void hideAll() {
    for (int row = 0; row < values.limit(); row++) {
      values.put(row, Float.NEGATIVE_INFINITY);
    }
  }

  /** Hides every row but these; unavailable ones stay hidden. */
  public void showOnly(int[] rows) {
    hideAll();
    for (int row : rows) {
      show(row);
    }
  }

  /** Replaces the value of each row that is not hidden by 0. */
  public void forgetPriors() {
    for (int row = 0; row < values.limit(); row++) {
      if (!isHidden(row)) {
        values.put(row, 0);
      }
    }
  }

  /** Adds to a row's value; nothing to that of a hidden one. */
  public void raise(int row, float by) {
    values.put(row, values.get(row) + by);
  }

  public boolean isHidden(int row) {
    return values.get(row) == Float.NEGATIVE_INFINITY;
  }

  OnnxTensor tensor() {
    return tensor;
  }

  @Override
  public void close() {
    back.accept(this);
  }
}
