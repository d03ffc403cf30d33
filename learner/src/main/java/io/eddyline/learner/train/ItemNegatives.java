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
  private final int[] doubtful;

  ItemNegatives(UserTable users, ItemKeyQueue queue, Generator generator, int draws) {
    this.users = users;
    this.queue = queue;
    this.generator = generator;
    this.draws = draws;
    this.unseenHistory = new int[users.historyLength()];
    this.doubtful = new int[draws];
  }

  /**
   * Draws with replacement, or takes all slots if there are no more than the draws.
   *
   * @param slots receives the slots
   * @return how many are left
   */
  int draw(int user, int item, int[] slots) {
    SeenSet seen = users.seen(user);
    int size = queue.size();
    boolean all = size <= draws;
    int count = all ? size : draws;
    for (int draw = 0; draw < count; draw++) {
      slots[draw] = all ? draw : generator.nextInt(size);
    }
    int unseen = seen.dropSeen(slots, count, queue.items(), doubtful);
    int unseenCount = collectUnseenHistory(user, seen);
    int kept = 0;
    for (int k = 0; k < unseen; k++) {
      int other = queue.item(slots[k]);
      if (other != item && !inUnseenHistory(other, unseenCount)) {
        slots[kept++] = slots[k];
      }
    }
    return kept;
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
