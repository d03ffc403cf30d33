package io.eddyline.learner.delta;

import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.delta.sbe.Side;
import java.util.Arrays;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * The tasks of this process that hand their changes over, and whether anybody listens.
 *
 * <p>Threading: thread-safe. Tasks are added, removed and asked to hand over by their stream
 * threads; the agent reads their queues and says who listens.
 */
public final class DeltaTasks {
  /** No {@link #connection}: nobody listens. */
  static final int NOBODY = 0;

  private static final int LEAST_QUEUE_BYTES = 1 << 10;

  private final DeltaConfig config;
  private final DeltaMetrics metrics;
  private final EpochClock clock;
  private final boolean isOn;
  private volatile TaskDeltas[] tasks = {};
  private volatile int connection = NOBODY;

  private DeltaTasks(DeltaConfig config, DeltaMetrics metrics, EpochClock clock, boolean isOn) {
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
    this.isOn = isOn;
  }

  DeltaTasks(DeltaConfig config, DeltaMetrics metrics, EpochClock clock) {
    this(config, metrics, clock, true);
  }

  /** Of a process that sends nothing: what it gives does nothing. */
  public static DeltaTasks off() {
    return new DeltaTasks(
        DeltaConfig.defaults(), DeltaMetrics.unregistered(), SystemEpochClock.INSTANCE, false);
  }

  /** Whether anything is sent, so that changes are to be told. */
  public boolean isOn() {
    return isOn;
  }

  /**
   * A user side starts; its changes are told from now on.
   *
   * @param users of the partition, restored
   * @param replica whose ordinals the table names items by
   * @param progress of the task; its input is where the restored rows stand
   */
  public UserDeltas add(
      UserTable users, ItemReplica replica, int partition, long epoch, AppliedProgress progress) {
    TaskQueue queue = queue(Side.USER, partition, epoch, progress);
    UserDeltas deltas = new UserDeltas(this, queue, progress, clock, users, replica);
    if (isOn) {
      users.listen(deltas);
      add(deltas);
    }
    return deltas;
  }

  /**
   * An item side starts; its changes are to be told to what this returns.
   *
   * @param items of the partition, restored
   * @param progress of the task; its input is where the restored rows stand
   */
  public ItemDeltas add(
      ItemTable items, int dimension, int partition, long epoch, AppliedProgress progress) {
    TaskQueue queue = queue(Side.ITEM, partition, epoch, progress);
    ItemDeltas deltas = new ItemDeltas(this, queue, progress, clock, items, dimension);
    if (isOn) {
      add(deltas);
    }
    return deltas;
  }

  private TaskQueue queue(Side side, int partition, long epoch, AppliedProgress progress) {
    int bytes = isOn ? config.queueBytes() : LEAST_QUEUE_BYTES;
    return new TaskQueue(side, partition, epoch, progress.input(), bytes);
  }

  private synchronized void add(TaskDeltas task) {
    TaskDeltas[] more = Arrays.copyOf(tasks, tasks.length + 1);
    more[tasks.length] = task;
    tasks = more;
  }

  synchronized void remove(TaskDeltas task) {
    tasks = Arrays.stream(tasks).filter(known -> known != task).toArray(TaskDeltas[]::new);
  }

  /** The calling stream thread is about to poll: its tasks hand over what is due. */
  public void beforePoll() {
    for (TaskDeltas task : tasks) {
      if (task.isOwn()) {
        task.handOver();
      }
    }
  }

  /** The tasks that run; not to be changed. */
  TaskDeltas[] running() {
    return tasks;
  }

  /**
   * Number of the connection to readers, or {@link #NOBODY}. Each time that a first reader comes
   * the number is another one: messages of before do not belong to it, since what changed in
   * between was forgotten.
   */
  int connection() {
    return connection;
  }

  /** Said by the agent. */
  void connection(int number) {
    connection = number;
  }

  DeltaConfig config() {
    return config;
  }

  DeltaMetrics metrics() {
    return metrics;
  }
}
