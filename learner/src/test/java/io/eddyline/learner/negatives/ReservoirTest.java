package io.eddyline.learner.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ReservoirTest {

  @Test
  void keepsEveryEventEquallyOften() {
    int events = 50;
    int capacity = 10;
    int runs = 5000;
    int[] kept = new int[events];
    Generator generator = new Generator(1);
    for (int run = 0; run < runs; run++) {
      Reservoir reservoir = new Reservoir(capacity, 1);
      for (int event = 0; event < events; event++) {
        reservoir.offer(event, 0, 1, 0, new int[0], 0, generator);
      }
      for (int slot = 0; slot < reservoir.size(); slot++) {
        kept[reservoir.user(slot)]++;
      }
    }
    for (int event = 0; event < events; event++) {
      assertThat(kept[event]).as("event %d", event).isCloseTo(1000, within(150));
    }
  }

  @Test
  void keepsAllOfAnEvent() {
    Reservoir reservoir = new Reservoir(1000, 3);
    Generator generator = new Generator(1);
    for (int event = 0; event < 700; event++) {
      int[] prefix = {event, event + 1, event + 2, event + 3};
      int slot = reservoir.offer(event, 2 * event, event / 2f, 0, prefix, event % 5, generator);
      assertThat(slot).isEqualTo(event);
    }
    int[] prefix = new int[3];
    for (int slot = 0; slot < reservoir.size(); slot++) {
      assertThat(reservoir.item(slot)).isEqualTo(2 * reservoir.user(slot));
      assertThat(reservoir.weight(slot)).isEqualTo(reservoir.user(slot) / 2f);
      int size = reservoir.readPrefix(slot, prefix);
      assertThat(size).isEqualTo(Math.min(3, slot % 5)).isEqualTo(reservoir.prefixSize(slot));
      int[] expected = {slot, slot + 1, slot + 2};
      assertThat(Arrays.copyOf(prefix, size)).isEqualTo(Arrays.copyOf(expected, size));
    }
  }

  @Test
  void continuesAfterRestoring() {
    Reservoir original = new Reservoir(20, 2);
    Generator generator = new Generator(5);
    for (int event = 0; event < 100; event++) {
      original.offer(event, event, 1, 0, new int[] {event, event}, 2, generator);
    }
    Reservoir restored = new Reservoir(20, 2);
    int[] prefix = new int[2];
    for (int k = 0; k < original.dirtyCount(); k++) {
      int slot = original.dirtySlot(k);
      int size = original.readPrefix(slot, prefix);
      restored.restore(
          slot, original.user(slot), original.item(slot), original.weight(slot), 0, prefix, size);
    }
    restored.restoreCount(original.count());
    Generator again = new Generator(5);
    again.restore(generator.state());
    for (int event = 100; event < 300; event++) {
      int slot = original.offer(event, event, 1, 0, new int[] {event, event}, 2, generator);
      assertThat(restored.offer(event, event, 1, 0, new int[] {event, event}, 2, again))
          .isEqualTo(slot);
    }
    for (int slot = 0; slot < original.size(); slot++) {
      assertThat(restored.user(slot)).isEqualTo(original.user(slot));
    }
  }
}
