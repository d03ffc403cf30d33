package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.image.InMemory;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A table that was read from columns goes on as the one that wrote them. */
final class TableColumnsPropertyTest {
  private static final int DIMENSION = 4;
  private static final int EVENTS = 400;
  private static final int FURTHER_EVENTS = 300;
  private static final int HISTORY = 5;
  private static final int SEEN_LIMIT = 128;
  private static final FirstVector FIRST = new FirstVector(3, DIMENSION);
  private static final PopularityDecay DECAY = new PopularityDecay(100, 10, 1);

  @Property(tries = 60)
  void items(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 0, max = 60) int expireAfter,
      @ForAll @IntRange(min = 0, max = 9) int neighbours,
      @ForAll @IntRange(min = 1, max = 200) int ids) {
    ItemTable written = itemTable(expireAfter, neighbours);
    SplittableRandom random = new SplittableRandom(seed);
    for (int event = 0; event < EVENTS; event++) {
      learn(written, random, ids, event);
    }
    written.clearDirty();

    ItemTable read = itemTable(expireAfter, neighbours);
    byte[] columns = InMemory.bytes(out -> TableColumns.write(written, out));
    InMemory.read(columns, in -> TableColumns.read(read, in));
    read.restored(written.livePairs(), written.savedNextOrdinal(), written.countFloor());

    assertThat(TableColumns.shape(read)).isEqualTo(TableColumns.shape(written));
    assertSame(read, written, seed);
    for (int row = 0; row < read.size() && neighbours > 0; row++) {
      assertThat(read.neighbours().takeChangedSlots(row)).isEqualTo(-1L >>> (64 - neighbours));
    }
    long further = random.nextLong();
    SplittableRandom one = new SplittableRandom(further);
    SplittableRandom other = new SplittableRandom(further);
    for (int event = EVENTS; event < EVENTS + FURTHER_EVENTS; event++) {
      assertThat(learn(read, one, ids, event))
          .as("seed %d, event %d", seed, event)
          .isEqualTo(learn(written, other, ids, event));
    }
    assertThat(read.dirtyCount()).isEqualTo(written.dirtyCount()).isPositive();
    assertThat(read.removed()).isEqualTo(written.removed());
    assertSame(read, written, seed);
  }

  private static ItemTable itemTable(int expireAfter, int neighbours) {
    return new ItemTable(FIRST, DECAY, expireAfter, new NeighbourLists(neighbours, 0.9));
  }

  private static int learn(ItemTable table, SplittableRandom random, int ids, int event) {
    int row = table.findOrAdd("item-" + random.nextInt(ids));
    if (random.nextInt(5) == 0) {
      table.countUnpopular();
    } else {
      table.countLive(row);
    }
    table.use(row);
    table.countTrainedPair(row);
    table.vectors().setAccumulator(row, event);
    table.vectors().write(row, new float[] {event, random.nextInt(9), 2, -0f});
    table.momenta().write(row, new float[] {0, Float.NaN, 2, event});
    table.contexts().write(row, new float[] {1, event, 2, 3});
    table.contexts().setAccumulator(row, 0.5f * event);
    if (table.neighbours().length() > 0) {
      table.neighbours().fade(row);
      table.neighbours().count(row, "item-" + random.nextInt(2 * ids), random.nextInt(4), 1.5f);
    }
    table.changed(row);
    for (int gone = table.expired(); gone >= 0; gone = table.expired()) {
      table.remove(gone);
    }
    return row;
  }

  private static void assertSame(ItemTable read, ItemTable written, long seed) {
    byte[] columns = InMemory.bytes(out -> TableColumns.write(read, out));
    byte[] expected = InMemory.bytes(out -> TableColumns.write(written, out));
    assertThat(Arrays.mismatch(columns, expected)).as("seed %d", seed).isEqualTo(-1);
    assertThat(read.count()).isEqualTo(written.count());
    assertThat(read.livePairs()).isEqualTo(written.livePairs());
    assertThat(read.savedNextOrdinal()).isEqualTo(written.savedNextOrdinal());
    assertThat(read.countFloor()).isEqualTo(written.countFloor());
    for (int row = 0; row < written.size(); row++) {
      assertThat(read.holds(row)).as("seed %d, row %d", seed, row).isEqualTo(written.holds(row));
      if (written.holds(row)) {
        assertThat(read.find(written.id(row))).as("seed %d", seed).isEqualTo(row);
        assertThat(read.popularity(row)).as("seed %d", seed).isEqualTo(written.popularity(row));
        assertThat(read.trend(row)).as("seed %d", seed).isEqualTo(written.trend(row));
      }
    }
  }

  @Property(tries = 60)
  void users(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 0, max = 60) int expireAfter,
      @ForAll @IntRange(min = 1, max = 400) int items,
      @ForAll @IntRange(min = 1, max = 40) int ids) {
    ItemReplica replica = replica();
    UserTable written = new UserTable(DIMENSION, HISTORY, SEEN_LIMIT, expireAfter);
    SplittableRandom random = new SplittableRandom(seed);
    for (int event = 0; event < EVENTS; event++) {
      learn(written, replica, random, ids, items, event);
    }
    commit(written);

    ItemReplica otherReplica = replica();
    for (int item = items - 1; item >= 0; item -= 2) {
      otherReplica.ordinalOf("item-" + item);
    }
    UserTable read = new UserTable(DIMENSION, HISTORY, SEEN_LIMIT, expireAfter);
    byte[] columns = InMemory.bytes(out -> TableColumns.write(written, replica, out));
    InMemory.read(columns, in -> TableColumns.read(read, otherReplica, in));
    read.restored(EVENTS, written.countFloor());

    assertThat(TableColumns.shape(read)).isEqualTo(TableColumns.shape(written));
    assertSame(read, otherReplica, written, replica, seed);
    long further = random.nextLong();
    SplittableRandom one = new SplittableRandom(further);
    SplittableRandom other = new SplittableRandom(further);
    for (int event = EVENTS; event < EVENTS + FURTHER_EVENTS; event++) {
      assertThat(learn(read, otherReplica, one, ids, items, event))
          .as("seed %d, event %d", seed, event)
          .isEqualTo(learn(written, replica, other, ids, items, event));
    }
    assertThat(read.dirtyCount()).isEqualTo(written.dirtyCount()).isPositive();
    assertThat(read.removed()).as("seed %d", seed).isEqualTo(written.removed());
    commit(read);
    commit(written);
    assertSame(read, otherReplica, written, replica, seed);
  }

  private static ItemReplica replica() {
    return new ItemReplica(FIRST, DECAY, 1, id -> 0);
  }

  /* What the log does with a row that changed. */
  private static void commit(UserTable table) {
    for (int k = 0; k < table.dirtyCount(); k++) {
      if (table.holds(table.dirtyRow(k))) {
        table.seen(table.dirtyRow(k)).markLogged();
        table.seen(table.dirtyRow(k)).markSent();
      }
    }
    table.clearDirty();
  }

  private static int learn(
      UserTable table,
      ItemReplica replica,
      SplittableRandom random,
      int ids,
      int items,
      int event) {
    int user = random.nextInt(ids);
    int row = table.findOrAdd("user-" + (random.nextBoolean() ? 0 : user));
    table.use(row, event + 1);
    for (int k = random.nextInt(4); k >= 0; k--) {
      int item = replica.ordinalOf("item-" + random.nextInt(items));
      table.remember(row, item, event + 0.5f, 1000L * event);
      table.seen(row).add(item);
    }
    if (random.nextInt(6) == 0) {
      table.ratings().add(row, random.nextInt(5));
    }
    if (random.nextInt(20) == 0) {
      String gone = String.valueOf(random.nextInt(10));
      table.drop(row, item -> replica.id(item).endsWith(gone));
    }
    table.forget(row, 1000L * (event - 100));
    table.vectors().setAccumulator(row, event);
    table.vectors().write(row, new float[] {event, random.nextInt(9), 2, -0f});
    table.momenta().write(row, new float[] {0, Float.NaN, 2, event});
    table.countTrainedEvent(row);
    table.changed(row);
    for (int gone = table.expired(event + 1); gone >= 0; gone = table.expired(event + 1)) {
      table.remove(gone);
    }
    return row;
  }

  private static void assertSame(
      UserTable read, ItemReplica readIn, UserTable written, ItemReplica writtenIn, long seed) {
    byte[] columns = InMemory.bytes(out -> TableColumns.write(read, readIn, out));
    byte[] expected = InMemory.bytes(out -> TableColumns.write(written, writtenIn, out));
    assertThat(Arrays.mismatch(columns, expected)).as("seed %d", seed).isEqualTo(-1);
    assertThat(read.count()).isEqualTo(written.count());
    assertThat(read.countFloor()).isEqualTo(written.countFloor());
    for (int row = 0; row < written.size(); row++) {
      assertThat(read.holds(row)).as("seed %d, row %d", seed, row).isEqualTo(written.holds(row));
      if (written.holds(row)) {
        assertThat(read.find(written.id(row))).as("seed %d", seed).isEqualTo(row);
        assertSame(read.seen(row), readIn, written.seen(row), writtenIn, seed);
      }
    }
  }

  private static void assertSame(
      SeenSet read, ItemReplica readIn, SeenSet written, ItemReplica writtenIn, long seed) {
    assertThat(read.size()).as("seed %d", seed).isEqualTo(written.size());
    for (int k = 0; k < written.size(); k++) {
      String id = writtenIn.id(written.item(k));
      assertThat(readIn.id(read.item(k))).as("seed %d", seed).isEqualTo(id);
      assertThat(read.contains(read.item(k))).as("seed %d, %s", seed, id).isTrue();
    }
    assertThat(read.contains(readIn.ordinalOf("nothing"))).isFalse();
    assertThat(read.loggedFirstBlock()).isEqualTo(written.loggedFirstBlock());
    assertThat(read.loggedNextBlock()).isEqualTo(written.loggedNextBlock());
    assertThat(read.loggedEndBlock()).isEqualTo(written.loggedEndBlock());
    assertThat(read.sentNextBlock()).isEqualTo(written.sentNextBlock());
    assertThat(read.forgotten()).isEqualTo(written.forgotten());
    assertThat(read.firstBlock()).isEqualTo(written.firstBlock());
  }
}
