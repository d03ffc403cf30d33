package io.eddyline.learner.snapshot.cluster;

/**
 * Vectors that are read one at a time.
 *
 * <p>Threading: called by one thread at a time.
 */
public interface Points {
  int count();

  /** Floats a vector. */
  int dimension();

  /** Writes a vector into {@code [at, at + dimension)}. */
  void read(int point, float[] target, int at);
}
