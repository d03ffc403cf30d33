package io.eddyline.learner.negatives;

/**
 * The best-scored of many keys, best first; of equal scores the first offered is the better.
 *
 * <p>Threading: one thread, the miner's.
 */
final class NearestKeys {
  private final int limit;
  private final int[] keys;
  private final float[] scores;
  private int count;

  /**
   * @param limit most keys kept
   */
  NearestKeys(int limit) {
    this.limit = limit;
    this.keys = new int[limit];
    this.scores = new float[limit];
  }

  void clear() {
    count = 0;
  }

  /** Whether a key of this score would be kept; never one whose score is not finite. */
  boolean wants(float score) {
    return score < Float.POSITIVE_INFINITY
        && (count < limit ? score > Float.NEGATIVE_INFINITY : score > scores[count - 1]);
  }

  /** Puts in a key that is wanted; the worst leaves if it is one too many. */
  void add(int key, float score) {
    int at = count < limit ? count++ : count - 1;
    while (at > 0 && scores[at - 1] < score) {
      keys[at] = keys[at - 1];
      scores[at] = scores[at - 1];
      at--;
    }
    keys[at] = key;
    scores[at] = score;
  }

  /** Copies the keys out, best first; returns how many. */
  int copyTo(int[] target, int targetAt) {
    System.arraycopy(keys, 0, target, targetAt, count);
    return count;
  }
}
