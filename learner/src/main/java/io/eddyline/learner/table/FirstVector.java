package io.eddyline.learner.table;

import io.eddyline.learner.kernel.Generator;

/**
 * An item's vector before anybody trained it: {@code gaussian / sqrt(dimension)}, a pure function
 * of (seed, item id), so that every process knows it without a message.
 *
 * <p>Threading: immutable.
 *
 * @param seed of the model
 * @param dimension floats of a vector
 */
public record FirstVector(long seed, int dimension) {

  /** Writes the first vector of {@code itemId}. */
  public void write(String itemId, float[] target, int at) {
    Generator generator = new Generator(seed ^ hash(itemId));
    double scale = 1 / Math.sqrt(dimension);
    for (int k = 0; k < dimension; k++) {
      target[at + k] = (float) (scale * generator.nextGaussian());
    }
  }

  /* 64 bits of the id: every UTF-16 unit goes through the SplitMix64 finalizer. */
  static long hash(String id) {
    long hash = id.length();
    for (int k = 0; k < id.length(); k++) {
      hash = Generator.mix(hash * 31 + id.charAt(k) + 1);
    }
    return hash;
  }
}
