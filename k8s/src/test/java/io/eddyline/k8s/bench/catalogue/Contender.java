package io.eddyline.k8s.bench.catalogue;

import ai.onnxruntime.OrtException;
import java.io.IOException;

/**
 * Something that finds the items of the greatest inner product with a query.
 *
 * <p>Threading: one thread.
 */
interface Contender extends AutoCloseable {
  String name();

  /** Seconds that it took to build from the vectors. */
  double buildSeconds();

  /** Bytes that a search may touch, vectors among them. */
  long bytes();

  /**
   * The rows of the best items, best first.
   *
   * @param query unit length, of the items' dimension before the prior
   */
  int[] best(float[] query, int k) throws IOException, OrtException;

  @Override
  void close() throws IOException, OrtException;
}
