package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.negatives.Teleportation;
import io.eddyline.learner.negatives.UserKeyQueue;
import org.jspecify.annotations.Nullable;

/**
 * Draws the negatives of an item's step: slots of the user-key queue, teleported ones first, then
 * random ones, without those whose user has the item among the latest ones.
 *
 * <p>Threading: one thread, the partition's.
 */
final class UserNegatives {
  private final UserKeyQueue queue;
  private final @Nullable Teleportation teleportation;
  private final Generator generator;

  /**
   * @param teleportation mines negatives for attraction; null: all are random
   */
  UserNegatives(UserKeyQueue queue, @Nullable Teleportation teleportation, Generator generator) {
    this.queue = queue;
    this.teleportation = teleportation;
    this.generator = generator;
  }

  /**
   * Draws with replacement, or takes all slots if there are no more than asked for.
   *
   * @param ordinal of the item
   * @param own slot of the pair's user, never a negative of it; -1 if he has none
   * @param anchor the item's unit vector, from index 0
   * @param userKey from index 0
   * @param attracts whether the step is an attraction
   * @param slots receives the slots
   * @return how many are left
   */
  int draw(int ordinal, int own, float[] anchor, float[] userKey, boolean attracts, int[] slots) {
    int size = queue.size();
    boolean all = size <= slots.length;
    int teleported =
        teleportation != null && attracts && !all
            ? teleportation.draw(ordinal, own, anchor, userKey, slots)
            : 0;
    int draws = all ? size : slots.length;
    if (all) {
      for (int draw = 0; draw < draws; draw++) {
        slots[draw] = draw;
      }
    } else {
      generator.nextInts(size, slots, teleported, draws);
    }
    return queue.dropSeen(slots, teleported, draws, ordinal, own);
  }
}
