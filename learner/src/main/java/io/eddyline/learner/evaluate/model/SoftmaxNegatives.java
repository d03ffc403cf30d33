package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.kernel.Generator;

/**
 * Draws negatives, part uniformly from all items, part from the latest events, and says how likely
 * an item is to be drawn.
 *
 * <pre>
 *   Q(j) = (1 - u) (pop_j + 1/2) / (sum pop + 1) + u / (items + 1)
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class SoftmaxNegatives {
  private static final double POPULARITY_OFFSET = 0.5;

  private final Generator generator;
  private final UserItems userItems;
  private final double uniformShare;
  private final int[] queue;
  private final DecayedPopularity popularity;
  private long queued;
  private int count;

  /** The drawn items, [0, {@link #count}). */
  final int[] items;

  SoftmaxNegatives(
      StreamShape shape, SoftmaxSettings settings, double halfLife, Generator generator) {
    this.generator = generator;
    this.userItems = shape.userItems();
    this.uniformShare = settings.uniformShare();
    this.queue = new int[settings.queue()];
    this.popularity = new DecayedPopularity(shape.itemCount(), halfLife);
    this.items = new int[settings.negatives()];
  }

  /** Draws for an event; what the user has is left out. */
  void draw(int user, int item) {
    count = 0;
    int uniform = (int) (items.length * uniformShare);
    for (int draw = 0; draw < uniform && popularity.itemCount() > 0; draw++) {
      take(user, item, generator.nextInt(popularity.itemCount()));
    }
    int size = (int) Math.min(queued, queue.length);
    for (int draw = uniform; draw < items.length && size > 0; draw++) {
      take(user, item, queue[generator.nextInt(size)]);
    }
  }

  int count() {
    return count;
  }

  double logProbability(int item) {
    double share = (popularity.popularity(item) + POPULARITY_OFFSET) / (popularity.total() + 1);
    return Math.log((1 - uniformShare) * share + uniformShare / (popularity.itemCount() + 1));
  }

  /** Counts an event; its item may be drawn from now on. */
  void add(int item, boolean isPositive) {
    popularity.add(item, isPositive);
    if (isPositive) {
      queue[(int) (queued++ % queue.length)] = item;
    }
  }

  private void take(int user, int item, int other) {
    if (other != item && !userItems.has(user, other)) {
      items[count++] = other;
    }
  }
}
