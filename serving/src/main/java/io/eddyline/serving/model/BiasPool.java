package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.serving.filter.RowMask;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The biases of a version's queries, used again and again: as many as there were such queries at
 * once, 4 bytes an item each, outside the heap.
 *
 * <p>Threading: {@link #borrow} and giving back from any thread; {@link #close} after the last.
 */
final class BiasPool implements AutoCloseable {
  private final RetrievalGraph graph;
  private final FloatBuffer own;
  private final Arena memory;
  private final ConcurrentLinkedQueue<QueryBias> free = new ConcurrentLinkedQueue<>();

  /**
   * @param own the version's bias
   * @param memory holds the values until the version closes
   */
  BiasPool(RetrievalGraph graph, FloatBuffer own, Arena memory) {
    this.graph = graph;
    this.own = own;
    this.memory = memory;
  }

  /** A bias that is the version's own under a mask, until it is closed. */
  QueryBias borrow(@Nullable RowMask mask) {
    QueryBias pooled = free.poll();
    QueryBias bias = pooled == null ? create() : pooled;
    bias.reset(mask);
    return bias;
  }

  private QueryBias create() {
    FloatBuffer values =
        memory
            .allocate(ValueLayout.JAVA_FLOAT, own.limit())
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    try {
      OnnxTensor tensor = graph.bias(values);
      return new QueryBias(own, values, tensor, free::add);
    } catch (OrtException e) {
      throw new EddylineException(Action.RETRY, "no bias tensor: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    for (QueryBias bias = free.poll(); bias != null; bias = free.poll()) {
      bias.tensor().close();
    }
  }
}
