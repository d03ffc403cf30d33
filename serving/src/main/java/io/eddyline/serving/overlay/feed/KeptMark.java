package io.eddyline.serving.overlay.feed;

import org.jspecify.annotations.Nullable;

/**
 * A mark, or none; nothing is allocated when it is written again.
 *
 * <p>Threading: the overlay agent.
 */
final class KeptMark {
  private final AppliedMark mark = new AppliedMark();
  private boolean isThere;

  void set(AppliedMark other) {
    mark.copy(other);
    isThere = true;
  }

  void clear() {
    isThere = false;
  }

  /** Not to be kept: it changes with the next {@link #set}. */
  @Nullable AppliedMark mark() {
    return isThere ? mark : null;
  }
}
