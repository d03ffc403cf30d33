package io.eddyline.learner.kernel;

/**
 * SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators") whose
 * whole state is one long that can be saved and restored, which {@link java.util.SplittableRandom}
 * does not allow.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class Generator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double DOUBLE_UNIT = 0x1.0p-53;

  private long state;

  public Generator(long seed) {
    this.state = mix(seed + GOLDEN_GAMMA);
  }

  /** What {@link #restore} takes to continue the sequence from here. */
  public long state() {
    return state;
  }

  public void restore(long savedState) {
    state = savedState;
  }

  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Uniform in [0, bound) up to a bias below {@code bound / 2^32}.
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    assert bound > 0 : "bound " + bound;
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /**
   * Fills [from, to) with what so many calls of {@link #nextInt(int)} would give, one after the
   * other.
   *
   * @param bound at least 1
   */
  public void nextInts(int bound, int[] target, int from, int to) {
    assert bound > 0 : "bound " + bound;
    long start = state;
    for (int k = from; k < to; k++) {
      long draw = mix(start + (k - from + 1) * GOLDEN_GAMMA) >>> 32;
      target[k] = (int) ((draw * bound) >>> 32);
    }
    state = start + (to - from) * GOLDEN_GAMMA;
  }

  /**
   * Uniform in [0, bound) up to a bias below {@code bound / 2^64}.
   *
   * @param bound at least 1
   */
  public long nextLong(long bound) {
    assert bound > 0 : "bound " + bound;
    return Math.unsignedMultiplyHigh(nextLong(), bound);
  }

  /** Uniform in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /** Standard normal, by Box and Muller; two draws a value, nothing carried over. */
  public double nextGaussian() {
    double radius = Math.sqrt(-2 * Math.log(1 - nextDouble()));
    return radius * Math.cos(2 * Math.PI * nextDouble());
  }

  /** The finalizer of SplitMix64: a bijection that spreads every bit of {@code z}. */
  public static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
