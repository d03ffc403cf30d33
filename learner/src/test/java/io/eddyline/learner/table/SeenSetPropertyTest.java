package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SeenSetPropertyTest {
  private static final int LIMIT = 2 * SeenSet.BLOCK_ITEMS;

  @Property(tries = 100)
  void keepsTheLatestDistinctItemsInOrder(
      @ForAll @Size(max = 600) List<@IntRange(min = 0, max = 300) Integer> items,
      @ForAll @IntRange(min = 1, max = 3) int blocks,
      @ForAll @IntRange(min = 1, max = 20) int spread) {
    int limit = blocks * SeenSet.BLOCK_ITEMS;
    SeenSet set = new SeenSet(limit);
    List<Integer> model = new ArrayList<>();
    int forgotten = 0;
    for (int number : items) {
      int item = number * spread;
      boolean isNew = !model.contains(item);
      assertThat(set.add(item)).isEqualTo(isNew);
      if (isNew && model.size() == limit) {
        model.subList(0, SeenSet.BLOCK_ITEMS).clear();
        forgotten += SeenSet.BLOCK_ITEMS;
      }
      if (isNew) {
        model.add(item);
      }
    }
    assertThat(itemsOf(set)).isEqualTo(model);
    assertThat(set.forgotten()).isEqualTo(forgotten);
    for (int item = 0; item <= 301 * spread; item++) {
      assertThat(set.contains(item)).as("item %d", item).isEqualTo(model.contains(item));
    }
  }

  @Property(tries = 100)
  void keepsTheSlotsOfUnseenItemsInOrder(
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 300) Integer> items,
      @ForAll @Size(max = 100) List<@IntRange(min = 0, max = 199) Integer> drawn,
      @ForAll @IntRange(min = 1, max = 20) int spread) {
    SeenSet set = new SeenSet(LIMIT);
    items.forEach(item -> set.add(item * spread));
    int[] itemOf = IntStream.range(0, 200).map(slot -> slot * 7 % 301 * spread).toArray();
    itemOf[100] = -1;
    itemOf[101] = Integer.MAX_VALUE;
    int[] slots = drawn.stream().mapToInt(slot -> slot).toArray();
    int kept = set.dropSeen(slots, slots.length, itemOf, new int[slots.length]);
    assertThat(Arrays.copyOf(slots, kept))
        .isEqualTo(
            drawn.stream()
                .mapToInt(slot -> slot)
                .filter(slot -> !set.contains(itemOf[slot]))
                .toArray());
  }

  @Test
  void staysExactWhenAnItemIsFarAboveTheOthers() {
    SeenSet set = new SeenSet(LIMIT);
    for (int item = 0; item < 40; item++) {
      set.add(item);
    }
    assertThat(set.contains(5_000_000)).isFalse();
    assertThat(set.add(5_000_000)).isTrue();
    assertThat(set.add(5_000_000)).isFalse();
    assertThat(set.contains(39)).isTrue();
    assertThat(set.contains(40)).isFalse();
  }

  @Test
  void numbersFullBlocksForGood() {
    SeenSet set = new SeenSet(LIMIT);
    for (int item = 0; item < LIMIT; item++) {
      set.add(item);
    }
    assertThat(set.firstBlock()).isZero();
    assertThat(set.nextBlock()).isEqualTo(2);
    set.markLogged();
    set.add(LIMIT);
    assertThat(set.firstBlock()).isEqualTo(1);
    assertThat(set.nextBlock()).isEqualTo(2);
    assertThat(set.loggedFirstBlock()).isZero();
    assertThat(set.loggedNextBlock()).isEqualTo(2);
    assertThat(set.item(set.blockStart(1))).isEqualTo(SeenSet.BLOCK_ITEMS);
    assertThat(set.item(set.tailStart())).isEqualTo(LIMIT);
  }

  @Test
  void continuesAfterRestoring() {
    SeenSet original = new SeenSet(LIMIT);
    for (int item = 0; item < 3 * LIMIT + 5; item++) {
      original.add(item);
    }
    SeenSet restored = new SeenSet(LIMIT);
    restored.restore(original.firstBlock(), original.forgotten(), original.size());
    itemsOf(original).forEach(restored::add);
    restored.markLogged();
    for (int item = 0; item < 100; item++) {
      original.add(10_000 + item);
      restored.add(10_000 + item);
    }
    assertThat(itemsOf(restored)).isEqualTo(itemsOf(original));
    assertThat(restored.firstBlock()).isEqualTo(original.firstBlock());
    assertThat(restored.forgotten()).isEqualTo(original.forgotten());
  }

  private static List<Integer> itemsOf(SeenSet set) {
    List<Integer> items = new ArrayList<>();
    for (int k = 0; k < set.size(); k++) {
      items.add(set.item(k));
    }
    return items;
  }
}
