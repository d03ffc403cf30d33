package io.eddyline.learner.delta;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.UserTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.SystemEpochClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What an event costs its stream threads beside the training: its user's row and one replayed
 * user's, its item's row and twenty contexts, marked and handed over every {@code batch} events.
 *
 * <p>The queues are emptied in the same thread without a look at the messages, which is the least
 * that a reader costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOverBenchmark {
  private static final int USERS = 1_000;
  private static final int ITEMS = 10_000;
  private static final int HISTORY = 20;
  private static final int SEEN = 40;
  private static final int DIMENSION = 64;

  /** Events between two polls: few when there is little to do, 64 at full speed. */
  @Param({"1", "8", "64"})
  public int batch;

  /** Whether anybody listens. */
  @Param({"false", "true"})
  public boolean listened;

  private final UserTable users = new UserTable(DIMENSION, HISTORY, 1024);
  private final FirstVector first = new FirstVector(7, DIMENSION);
  private final PopularityDecay decay = new PopularityDecay(500, 50, 1);
  private final ItemTable items = new ItemTable(first, decay);
  private final Generator generator = new Generator(1);
  private final Offsets offsets = new Offsets();
  private final DeltaTasks tasks =
      new DeltaTasks(
          DeltaConfig.defaults(),
          new DeltaMetrics(new SimpleMeterRegistry()),
          SystemEpochClock.INSTANCE);

  @SuppressWarnings("NullAway.Init") // made before the first call
  private UserDeltas userDeltas;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private ItemDeltas itemDeltas;

  /** Makes all rows with whole histories. */
  @Setup(Level.Trial)
  public void fill() {
    ItemReplica replica = new ItemReplica(first, decay, 1, id -> 0);
    for (int item = 0; item < ITEMS; item++) {
      items.findOrAdd("item-" + item);
      replica.ordinalOf("item-" + item);
    }
    for (int user = 0; user < USERS; user++) {
      int row = users.findOrAdd("user-" + user);
      for (int k = 0; k < SEEN; k++) {
        int item = generator.nextInt(ITEMS);
        users.remember(row, item, 1, k);
        users.seen(row).add(item);
      }
    }
    items.restored(0, 0, 0);
    userDeltas = tasks.add(users, replica, 0, 1, offsets);
    itemDeltas = tasks.add(items, DIMENSION, 0, 1, offsets);
    tasks.connection(listened ? 1 : DeltaTasks.NOBODY);
  }

  @Benchmark
  public void event() {
    offsets.input++;
    int user = generator.nextInt(USERS);
    users.changed(user);
    users.changed(generator.nextInt(USERS));
    userDeltas.event(user, 1, 1);
    int item = generator.nextInt(ITEMS);
    items.changed(item);
    itemDeltas.changed(item);
    for (int k = 0; k < HISTORY; k++) {
      itemDeltas.contextChanged(generator.nextInt(ITEMS));
    }
    if (offsets.input % batch == 0) {
      userDeltas.handOver();
      itemDeltas.handOver();
      users.clearDirty();
      items.clearDirty();
      drain(userDeltas.queue());
      drain(itemDeltas.queue());
    }
  }

  private static void drain(TaskQueue queue) {
    int read;
    do {
      read =
          queue.read((_, _, _, _) -> ControlledMessageHandler.Action.CONTINUE, Integer.MAX_VALUE);
    } while (read > 0);
  }

  private static final class Offsets implements AppliedProgress {
    private long input;

    @Override
    public long input() {
      return input;
    }

    @Override
    public int sourceCount() {
      return 1;
    }

    @Override
    public int sourcePartition(int k) {
      return 0;
    }

    @Override
    public long sourceOffset(int k) {
      return input;
    }
  }
}
