package io.eddyline.learner.table;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntConsumer;

/** A process of its own that fills one kind of row and prints how many bytes of heap each takes. */
final class RowScale {
  static final int ROWS = 1_000_000;
  static final int DIMENSION = 4;
  static final int HISTORY = 4;
  static final int NEIGHBOURS = 16;

  private static final FirstVector FIRST = new FirstVector(1, DIMENSION);
  private static final PopularityDecay POPULARITY = new PopularityDecay(20_000, 2000, 1);

  /** What is weighed. */
  enum Kind {
    USER,
    ITEM,
    REPLICA,
    NEIGHBOURS
  }

  private RowScale() {}

  /** Prints the bytes a row of the kind that the first argument names. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        switch (Kind.valueOf(args[0])) {
          case USER -> users();
          case ITEM -> items();
          case REPLICA -> replica();
          case NEIGHBOURS -> neighbours();
        });
  }

  private static double users() {
    UserTable users = new UserTable(DIMENSION, HISTORY, 4096);
    return bytesPerRow(
        users,
        k -> {
          int row = users.findOrAdd(id(k));
          users.remember(row, k, 1, 0);
          users.seen(row).add(k);
          users.seen(row).add(k + 1);
        });
  }

  private static double items() {
    ItemTable items = new ItemTable(FIRST, POPULARITY);
    return bytesPerRow(items, k -> items.findOrAdd(id(k)));
  }

  private static double replica() {
    ItemReplica replica = new ItemReplica(FIRST, POPULARITY, 1, id -> 0);
    return bytesPerRow(replica, k -> replica.ordinalOf(id(k)));
  }

  /* Owner and replica with full lists, ids shared. */
  private static double neighbours() {
    ItemTable items = new ItemTable(FIRST, POPULARITY, 0, new NeighbourLists(NEIGHBOURS, 1));
    ItemReplica replica = new ItemReplica(FIRST, POPULARITY, 1, id -> 0, 0, NEIGHBOURS);
    ReplicaFeed feed = new ReplicaFeed(items, replica, 0, 1);
    return bytesPerRow(
        List.of(items, replica),
        k -> {
          int row = items.findOrAdd(replica.id(replica.ordinalOf(id(k))));
          for (int previous = Math.max(0, k - NEIGHBOURS); previous < k; previous++) {
            items.neighbours().count(row, items.id(previous), 0, 1);
          }
          items.changed(row);
          feed.neighboursChanged(row);
        });
  }

  private static double bytesPerRow(Object table, IntConsumer add) {
    long before = usedBytes();
    for (int k = 0; k < ROWS; k++) {
      add.accept(k);
    }
    long after = usedBytes();
    if (table.hashCode() == 0) {
      throw new IllegalStateException("in use up to here");
    }
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
