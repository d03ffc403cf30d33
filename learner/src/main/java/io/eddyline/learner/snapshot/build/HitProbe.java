package io.eddyline.learner.snapshot.build;

/**
 * One recent interaction as a question to a version: does the user's latest item come back among
 * the first ten, asked with the history before it?
 *
 * <p>Items are {@link ItemMirror} numbers.
 *
 * <p>Threading: immutable; the arrays are not written after construction.
 */
final class HitProbe {
  private final String userId;
  private final int target;
  private final int[] history;
  private final int[] excluded;

  /**
   * @param history newest first, without the target
   * @param excluded items that may not be answered, without the target
   */
  HitProbe(String userId, int target, int[] history, int[] excluded) {
    this.userId = userId;
    this.target = target;
    this.history = history;
    this.excluded = excluded;
  }

  String userId() {
    return userId;
  }

  int target() {
    return target;
  }

  int[] history() {
    return history;
  }

  int[] excluded() {
    return excluded;
  }
}
