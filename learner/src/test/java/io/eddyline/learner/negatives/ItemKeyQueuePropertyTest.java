package io.eddyline.learner.negatives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ItemKeyQueuePropertyTest {
  private static final int CAPACITY = 8;

  @Property(tries = 50)
  void holdsTheLatestKeys(@ForAll @IntRange(min = 0, max = 40) int count) {
    ItemKeyQueue queue = new ItemKeyQueue(CAPACITY, 2);
    Deque<Integer> model = new ArrayDeque<>();
    for (int item = 0; item < count; item++) {
      queue.add(item, new float[] {-1, item, 10 + item}, 1);
      model.addLast(item);
      if (model.size() > CAPACITY) {
        model.removeFirst();
      }
    }
    List<Integer> items = new ArrayList<>();
    for (int slot = 0; slot < queue.size(); slot++) {
      int item = queue.item(slot);
      items.add(item);
      assertThat(queue.keys()[queue.keyOffset(slot)]).isEqualTo(item);
      assertThat(queue.keys()[queue.keyOffset(slot) + 1]).isEqualTo(10 + item);
    }
    assertThat(items).containsExactlyInAnyOrderElementsOf(model);
    assertThat(queue.count()).isEqualTo(count);
    assertThat(queue.dirtyCount()).isEqualTo(Math.min(count, CAPACITY));
  }

  @Test
  void continuesAfterRestoringItsDirtySlots() {
    ItemKeyQueue original = new ItemKeyQueue(CAPACITY, 1);
    for (int item = 0; item < 13; item++) {
      original.add(item, new float[] {item}, 0);
    }
    ItemKeyQueue restored = new ItemKeyQueue(CAPACITY, 1);
    for (int k = 0; k < original.dirtyCount(); k++) {
      int slot = original.dirtySlot(k);
      float[] key = {original.keys()[original.keyOffset(slot)]};
      restored.restore(slot, original.item(slot), key);
    }
    restored.restoreCount(original.count());
    original.add(100, new float[] {100}, 0);
    restored.add(100, new float[] {100}, 0);
    assertThat(restored.keys()).isEqualTo(original.keys());
    assertThat(restored.size()).isEqualTo(CAPACITY);
  }
}
