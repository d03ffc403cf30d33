package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** A million rows take the bytes that docs/memory.md says. */
final class RowBytesTest {
  private static final int ROWS = 1_000_000;
  private static final int DIMENSION = 4;
  private static final int HISTORY = 4;
  private static final FirstVector FIRST = new FirstVector(1, DIMENSION);
  private static final int NEIGHBOURS = 16;
  private static final int ID_BYTES = 56;
  private static final PopularityDecay POPULARITY = new PopularityDecay(20_000, 2000, 1);
  private static final Percentage TOLERANCE = Percentage.withPercentage(10);

  @Test
  void usersTakeTheirBytes() {
    UserTable users = new UserTable(DIMENSION, HISTORY, 4096);
    double bytes =
        bytesPerRow(
            users,
            k -> {
              int row = users.findOrAdd(id(k));
              users.remember(row, k, 1, 0);
              users.seen(row).add(k);
              users.seen(row).add(k + 1);
              return row;
            });
    assertThat(bytes).isCloseTo(8.0 * DIMENSION + 16.0 * HISTORY + 216, TOLERANCE);
  }

  @Test
  void itemsTakeTheirBytes() {
    ItemTable items = new ItemTable(FIRST, POPULARITY);
    double bytes = bytesPerRow(items, k -> items.findOrAdd(id(k)));
    assertThat(bytes).isCloseTo(12.0 * DIMENSION + 148, TOLERANCE);
  }

  @Test
  void neighboursTakeTheirBytes() {
    ItemTable items = new ItemTable(FIRST, POPULARITY, 0, new NeighbourLists(NEIGHBOURS, 1));
    ItemReplica replica = new ItemReplica(FIRST, POPULARITY, 1, id -> 0, 0, NEIGHBOURS);
    ReplicaFeed feed = new ReplicaFeed(items, replica, 0, 1);
    double bytes =
        bytesPerRow(
            List.of(items, replica),
            k -> {
              int row = items.findOrAdd(replica.id(replica.ordinalOf(id(k))));
              for (int previous = Math.max(0, k - NEIGHBOURS); previous < k; previous++) {
                items.neighbours().count(row, items.id(previous), 0, 1);
              }
              items.changed(row);
              feed.neighboursChanged(row);
              return row;
            });
    double vectors = 24.0 * DIMENSION + 336 - ID_BYTES;
    assertThat(bytes - vectors).isCloseTo(16.0 * NEIGHBOURS + 6.0 * NEIGHBOURS + 60, TOLERANCE);
  }

  @Test
  void theReplicaTakesItsBytes() {
    ItemReplica replica = new ItemReplica(FIRST, POPULARITY, 1, id -> 0);
    double bytes = bytesPerRow(replica, k -> replica.ordinalOf(id(k)));
    assertThat(bytes).isCloseTo(12.0 * DIMENSION + 188, TOLERANCE);
  }

  private static double bytesPerRow(Object table, IntFunction<Integer> add) {
    long before = usedBytes();
    int last = -1;
    for (int k = 0; k < ROWS; k++) {
      last = add.apply(k);
    }
    long after = usedBytes();
    assertThat(last).isEqualTo(ROWS - 1);
    assertThat(table).as("in use up to here").isNotNull();
    return (after - before) / (double) ROWS;
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static String id(int k) {
    return "id-" + (10_000_000 + k);
  }
}
