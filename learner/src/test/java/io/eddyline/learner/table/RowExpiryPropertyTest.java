package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.eddyline.learner.kernel.Generator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Tables beside maps from ids to what the id's row should be. */
final class RowExpiryPropertyTest {
  private static final int DIMENSION = 4;
  private static final FirstVector FIRST = new FirstVector(3, DIMENSION);

  /** What a map knows of an item. */
  private record Expected(int ordinal, long lastUsed, float accumulator) {}

  /** An event as another structure remembers it. */
  private record Remembered(int row, long clock, String id, int life) {}

  @Property(tries = 60)
  void itemsLeaveWhenUnusedAndComeBackAsNew(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 60) int expireAfter,
      @ForAll @IntRange(min = 1, max = 200) int ids) {
    ItemTable table =
        new ItemTable(
            FIRST, new PopularityDecay(100, 10, 1), expireAfter, new NeighbourLists(0, 1));
    Map<String, Expected> model = new HashMap<>();
    Map<String, Long> highestCount = new HashMap<>();
    Set<Integer> ordinals = new HashSet<>();
    Generator random = new Generator(seed);
    int most = 0;
    for (int event = 0; event < 500; event++) {
      String id = colliding(random.nextInt(ids));
      boolean isNew = table.find(id) < 0;
      assertThat(isNew).isEqualTo(!model.containsKey(id));
      int row = table.findOrAdd(id);
      if (isNew) {
        assertThat(ordinals.add(table.ordinal(row))).as("ordinal given once").isTrue();
        assertFresh(table, row, id);
        assertThat(table.updates(row)).isGreaterThanOrEqualTo(highestCount.getOrDefault(id, 0L));
      }
      table.countLive(row);
      table.use(row);
      table.vectors().setAccumulator(row, event + 1);
      table.contexts().write(row, new float[] {1, 2, 3, event});
      table.changed(row);
      assertThat(table.updates(row)).isGreaterThan(highestCount.getOrDefault(id, 0L));
      highestCount.put(id, table.updates(row));
      model.put(id, new Expected(table.ordinal(row), table.livePairs(), event + 1));
      for (int gone = table.expired(); gone >= 0; gone = table.expired()) {
        table.remove(gone);
      }
      long now = table.livePairs();
      model.values().removeIf(expected -> now - expected.lastUsed() > expireAfter);
      most = Math.max(most, model.size());
      assertSame(table, model, seed);
      if (random.nextInt(7) == 0) {
        table.clearDirty();
      }
    }
    assertThat(table.size()).as("rows are reused").isLessThanOrEqualTo(most + 1);
  }

  @Property(tries = 20)
  void usersLeaveWhenUnusedAndRowsAreToldApart(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 60) int expireAfter,
      @ForAll @IntRange(min = 1, max = 200) int ids) {
    UserTable table = new UserTable(DIMENSION, 3, 64, expireAfter);
    Map<String, Long> lastUse = new HashMap<>();
    Map<String, Integer> lives = new HashMap<>();
    List<Remembered> remembered = new ArrayList<>();
    Generator random = new Generator(seed);
    for (int clock = 1; clock <= 300; clock++) {
      String id = colliding(random.nextInt(ids));
      boolean isNew = table.find(id) < 0;
      assertThat(isNew).as("seed %d", seed).isEqualTo(!lastUse.containsKey(id));
      int row = table.findOrAdd(id);
      if (isNew) {
        lives.merge(id, 1, Integer::sum);
        assertThat(table.histories().size(row)).isZero();
        assertThat(table.seen(row).size()).isZero();
        assertThat(table.vectors().accumulator(row)).isZero();
        assertThat(table.trainedEvents(row)).isZero();
        assertThat(table.vectors().chunk(row)[table.vectors().offset(row)]).isZero();
      }
      table.use(row, clock);
      table.vectors().write(row, new float[] {clock, 1, 1, 1});
      table.vectors().setAccumulator(row, clock);
      table.countTrainedEvent(row);
      table.remember(row, clock, 1, 0);
      table.seen(row).add(clock);
      table.changed(row);
      lastUse.put(id, (long) clock);
      remembered.add(new Remembered(row, clock, id, lives.getOrDefault(id, 0)));
      for (int gone = table.expired(clock); gone >= 0; gone = table.expired(clock)) {
        table.remove(gone);
      }
      long now = clock;
      lastUse.values().removeIf(used -> now - used > expireAfter);
      assertThat(table.count()).as("seed %d", seed).isEqualTo(lastUse.size());
      for (Remembered event : remembered) {
        int life = lives.getOrDefault(event.id(), 0);
        boolean same = lastUse.containsKey(event.id()) && life == event.life();
        if (table.heldSince(event.row(), event.clock()) != same) {
          fail("seed %d, clock %d: %s".formatted(seed, clock, event));
        }
      }
    }
  }

  private static void assertFresh(ItemTable table, int row, String id) {
    float[] first = new float[DIMENSION];
    FIRST.write(id, first, 0);
    float[] actual = new float[DIMENSION];
    table.vectors().read(row, actual);
    assertThat(actual).containsExactly(first);
    table.momenta().read(row, actual);
    assertThat(actual).containsExactly(first);
    table.contexts().read(row, actual);
    assertThat(actual).containsOnly(0);
    assertThat(table.vectors().accumulator(row)).isZero();
    assertThat(table.popularity(row)).isZero();
    assertThat(table.trainedPairs(row)).isZero();
  }

  private static void assertSame(ItemTable table, Map<String, Expected> model, long seed) {
    assertThat(table.count()).as("seed %d", seed).isEqualTo(model.size());
    model.forEach(
        (id, expected) -> {
          int row = table.find(id);
          if (row < 0
              || !table.id(row).equals(id)
              || table.ordinal(row) != expected.ordinal()
              || table.vectors().accumulator(row) != expected.accumulator()) {
            fail("seed %d: item %s in row %d, expected %s".formatted(seed, id, row, expected));
          }
        });
  }

  /** 256 ids of one {@code hashCode}: eight pairs of letters, of which each has a twin. */
  static String colliding(int number) {
    StringBuilder id = new StringBuilder();
    for (int bit = 0; bit < 8; bit++) {
      id.append((number >>> bit & 1) == 0 ? "Aa" : "BB");
    }
    return id.toString();
  }
}
