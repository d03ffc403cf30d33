package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;

/**
 * Draws the negatives of a user's step: random slots of the item-key queue, without those whose
 * item is the event's or known to the user.
 *
 * <p>Threading: one thread, the partition's.
 */
final class ItemNegatives {
  private final UserTable users;
  private final ItemKeyQueue queue;
  private final Generator generator;
  private final int draws;
  private final int[] unseenHistory;

  ItemNegatives(UserTable users, ItemKeyQueue queue, Generator generator, int draws) {
    this.users = users;
    this.queue = queue;
    this.generator = generator;
    this.draws = draws;
    this.unseenHistory = new int[users.historyLength()];
  }

  /**
   * Draws with replacement, or takes all slots if there are no more than the draws.
   *
   * @param slots receives the slots
   * @return how many are left
   */
  int draw(int user, int item, int[] slots) {
    SeenSet seen = users.seen(user);
    int unseenCount = collectUnseenHistory(user, seen);
    int size = queue.size();
    boolean all = size <= draws;
    int count = 0;
    for (int draw = 0; draw < (all ? size : draws); draw++) {
      int slot = all ? draw : generator.nextInt(size);
      int other = queue.item(slot);
      if (other != item && !seen.contains(other) && !inUnseenHistory(other, unseenCount)) {
        slots[count++] = slot;
      }
    }
    return count;
  }

  private int collectUnseenHistory(int user, SeenSet seen) {
    int count = 0;
    int size = users.historySize(user);
    for (int age = 0; age < size; age++) {
      int item = users.historyItem(user, age);
      if (!seen.contains(item)) {
        unseenHistory[count++] = item;
      }
    }
    return count;
  }

  private boolean inUnseenHistory(int item, int count) {
    for (int k = 0; k < count; k++) {
      if (unseenHistory[k] == item) {
        return true;
      }
    }
    return false;
  }
}
