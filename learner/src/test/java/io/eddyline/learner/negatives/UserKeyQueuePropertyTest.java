package io.eddyline.learner.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class UserKeyQueuePropertyTest {
  private static final int CAPACITY = 8;
  private static final int SEEN_LIMIT = 6;

  private record Entry(String user, float key, Set<Integer> seen) {}

  @Property(tries = 100)
  void givesEachUserOneSlotAndReplacesTheOldest(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    UserKeyQueue queue = new UserKeyQueue(CAPACITY, 1, SEEN_LIMIT);
    Map<Integer, Entry> model = new HashMap<>();
    int given = 0;
    for (int step = 0; step < 100; step++) {
      String user = "user-" + random.nextInt(20);
      int items = seed % 2 == 0 ? 5000 : 2000;
      int item = random.nextInt(items);
      int[] older = random.ints(random.nextInt(9), 0, items).toArray();
      int known = slotOf(model, user);
      int slot = known >= 0 ? known : given++ % CAPACITY;
      Set<Integer> seen = new HashSet<>(Set.of(item));
      for (int k = 0; k < Math.min(older.length, SEEN_LIMIT - 1); k++) {
        seen.add(older[k]);
      }
      model.put(slot, new Entry(user, step, seen));
      queue.put(user, new float[] {step}, item, older, older.length);
    }
    assertThat(queue.count()).isEqualTo(given);
    assertThat(queue.size()).isEqualTo(model.size());
    model.forEach((slot, entry) -> assertHolds(queue, slot, entry));
    assertDropsSeen(queue, model, random);
    assertThat(queue.find("nobody")).isEqualTo(-1);
  }

  @Test
  void restoresASlotWhoseUserMoved() {
    UserKeyQueue queue = new UserKeyQueue(CAPACITY, 1, SEEN_LIMIT);
    queue.restore(3, "a", new float[] {1}, new int[] {7}, 1);
    queue.restore(5, "a", new float[] {2}, new int[] {8}, 1);
    queue.restore(3, "b", new float[] {3}, new int[] {9}, 1);
    queue.restoreCount(8);
    assertHolds(queue, 5, new Entry("a", 2, Set.of(8)));
    assertHolds(queue, 3, new Entry("b", 3, Set.of(9)));
    assertThatThrownBy(() -> queue.user(4)).hasMessage("slot 4 of 8 is empty");
  }

  private static void assertHolds(UserKeyQueue queue, int slot, Entry entry) {
    assertThat(queue.find(entry.user())).isEqualTo(slot);
    assertThat(queue.user(slot)).isEqualTo(entry.user());
    assertThat(queue.keys()[queue.keyOffset(slot)]).isEqualTo(entry.key());
    for (int item = 0; item < 5000; item++) {
      assertThat(queue.hasSeen(slot, item)).isEqualTo(entry.seen().contains(item));
    }
    for (int k = 0; k < queue.seenCount(slot); k++) {
      assertThat(entry.seen()).contains(queue.seen(slot, k));
    }
  }

  private static void assertDropsSeen(
      UserKeyQueue queue, Map<Integer, Entry> model, SplittableRandom random) {
    for (Entry entry : model.values()) {
      int item = entry.seen().iterator().next();
      int except = random.nextInt(-1, queue.size());
      int[] slots = random.ints(20, 0, queue.size()).toArray();
      IntStream unseen =
          IntStream.range(5, slots.length)
              .map(k -> slots[k])
              .filter(slot -> slot != except && !queue.hasSeen(slot, item));
      int[] expected = IntStream.concat(Arrays.stream(slots, 0, 5), unseen).toArray();
      int end = queue.dropSeen(slots, 5, slots.length, item, except);
      assertThat(Arrays.copyOf(slots, end)).isEqualTo(expected);
    }
  }

  private static int slotOf(Map<Integer, Entry> model, String user) {
    return model.entrySet().stream()
        .filter(each -> each.getValue().user().equals(user))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(-1);
  }
}
