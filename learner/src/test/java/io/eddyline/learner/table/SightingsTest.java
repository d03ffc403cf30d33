package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.kernel.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class SightingsTest {
  private static final int WINDOW = 128;

  /** A block as the log has it. */
  private record Block(long number, List<String> ids) {}

  @Property(tries = 30)
  void countsWhatTheTwoWindowsHold(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 256) int ids) {
    Sightings sightings = new Sightings(WINDOW, 5);
    Generator random = new Generator(seed);
    List<String> all = new ArrayList<>();
    for (int k = 0; k < 700; k++) {
      String id = RowExpiryPropertyTest.colliding(random.nextInt(ids));
      int from = Math.max(0, k / WINDOW - 1) * WINDOW;
      all.add(id);
      long expected = all.subList(from, all.size()).stream().filter(id::equals).count();
      assertThat(sightings.add(id)).as("seed %d, sighting %d", seed, k).isEqualTo(expected);
    }
  }

  @Property(tries = 30)
  void countsOnAfterRestoring(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 0, max = 700) int before) {
    Sightings original = new Sightings(WINDOW, 5);
    Generator random = new Generator(seed);
    TreeMap<Integer, Block> log = new TreeMap<>();
    for (int k = 0; k < before; k++) {
      original.add("id-" + random.nextInt(40));
      if (random.nextInt(9) == 0 || k == before - 1) {
        original.logChanged(
            (slot, block, ids) -> log.put(slot, new Block(block, List.copyOf(ids))));
      }
    }
    assertThat(log).hasSizeLessThanOrEqualTo(2 * WINDOW / Sightings.BLOCK_IDS);

    Sightings restored = restore(log, original.count());

    assertThat(restored.count()).isEqualTo(original.count());
    assertThat(restored.waiting()).isEqualTo(original.waiting());
    TreeMap<Integer, Block> again = new TreeMap<>(log);
    for (int k = 0; k < 300; k++) {
      String id = "id-" + random.nextInt(40);
      assertThat(restored.add(id)).as("seed %d, %d", seed, k).isEqualTo(original.add(id));
    }
    original.logChanged((slot, block, ids) -> log.put(slot, new Block(block, List.copyOf(ids))));
    restored.logChanged((slot, block, ids) -> again.put(slot, new Block(block, List.copyOf(ids))));
    assertThat(again).isEqualTo(log);
  }

  @Test
  void aThresholdOfOneKeepsNoSketch() {
    Admission all = new Admission(1, WINDOW, 5);
    assertThat(all.admits("a")).isTrue();
    assertThat(all.sightings()).isNull();
    Admission third = new Admission(3, WINDOW, 5);
    assertThat(third.admits("a")).isFalse();
    assertThat(third.admits("b")).isFalse();
    assertThat(third.admits("a")).isFalse();
    assertThat(third.admits("a")).isTrue();
    assertThat(third.admitted()).isEqualTo(1);
  }

  private static Sightings restore(Map<Integer, Block> log, long count) {
    Sightings restored = new Sightings(WINDOW, 5);
    long first = restored.firstBlock(count);
    restored.restoreFrom(first);
    TreeMap<Long, Block> blocks = new TreeMap<>();
    log.values().forEach(block -> blocks.put(block.number(), block));
    blocks.tailMap(first).values().forEach(block -> restored.restore(block.ids()));
    return restored;
  }
}
