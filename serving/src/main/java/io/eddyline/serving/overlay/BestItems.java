package io.eddyline.serving.overlay;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The best of the items that are offered, at most so many; of equal ones those of lower row.
 *
 * <p>Threading: one thread.
 */
public final class BestItems {
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble((Scored scored) -> -scored.score())
          .thenComparingInt(scored -> scored.item().row());

  private final int bound;
  private final PriorityQueue<Scored> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());

  /** An item and its score. */
  public record Scored(CurrentItem item, float score) {}

  public BestItems(int bound) {
    this.bound = bound;
  }

  /** Whether an item of this score might be among the best. */
  public boolean wants(float score) {
    if (worstFirst.size() < bound) {
      return true;
    }
    Scored worst = worstFirst.peek();
    return worst != null && score >= worst.score();
  }

  /** Whether no further item of this score or a lower one changes them. */
  boolean areAllAtLeast(float score) {
    Scored worst = worstFirst.peek();
    return bound == 0 || (worstFirst.size() == bound && worst != null && worst.score() >= score);
  }

  public void offer(CurrentItem item, float score) {
    worstFirst.add(new Scored(item, score));
    if (worstFirst.size() > bound) {
      worstFirst.remove();
    }
  }

  /** The items that are left, best first. */
  public List<Scored> list() {
    return worstFirst.stream().sorted(BEST_FIRST).toList();
  }
}
