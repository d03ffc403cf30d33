package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.table.UserTable;
import java.util.Arrays;

/**
 * Draws the negatives of a user's step: random slots of the item-key queue, without those whose
 * item is the event's or known to the user.
 *
 * <p>Threading: one thread, the partition's.
 */
final class ItemNegatives {
  /* Bits by the item's lowest bits; most questions for an item that is not there end here. */
  private static final int MARK_WORDS = 16;

  private final UserTable users;
  private final ItemKeyQueue queue;
  private final Generator generator;
  private final int draws;
  private final int[] known;
  private final long[] marks = new long[MARK_WORDS];
  private final int[] doubtful;

  ItemNegatives(UserTable users, ItemKeyQueue queue, Generator generator, int draws) {
    this.users = users;
    this.queue = queue;
    this.generator = generator;
    this.draws = draws;
    this.known = new int[users.historyLength() + 1];
    this.doubtful = new int[draws];
  }

  /**
   * Draws with replacement, or takes all slots if there are no more than the draws.
   *
   * @param slots receives the slots
   * @return how many are left
   */
  int draw(int user, int item, int[] slots) {
    int size = queue.size();
    int count = Math.min(size, draws);
    if (size <= draws) {
      for (int k = 0; k < count; k++) {
        slots[k] = k;
      }
    } else {
      generator.nextInts(size, slots, 0, count);
    }
    int unseen = users.seen(user).dropSeen(slots, count, queue.items(), doubtful);
    return dropKnown(slots, unseen, markKnown(user, item));
  }

  /* The history may hold items that are not in the seen set, and the event's is in neither yet. */
  private int markKnown(int user, int item) {
    int count = users.histories().copy(user, item, known);
    known[count++] = item;
    Arrays.fill(marks, 0);
    for (int k = 0; k < count; k++) {
      marks[word(known[k])] |= 1L << known[k];
    }
    return count;
  }

  private int dropKnown(int[] slots, int count, int knownCount) {
    int[] items = queue.items();
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int slot = slots[k];
      int other = items[slot];
      boolean isMarked = (marks[word(other)] >>> other & 1) != 0;
      if (!isMarked || !VectorKernels.contains(known, 0, knownCount, other)) {
        slots[kept++] = slot;
      }
    }
    return kept;
  }

  private static int word(int item) {
    return item >>> 6 & MARK_WORDS - 1;
  }
}
