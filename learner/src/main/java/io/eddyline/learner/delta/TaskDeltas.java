package io.eddyline.learner.delta;

import io.eddyline.schemas.delta.sbe.WatermarkEncoder;
import org.agrona.concurrent.EpochClock;

/**
 * What one task hands over of its changes: before each poll of its thread, and after so many
 * records: removals, the rows of events, as many as have their turn of the rows that changed beside
 * an event, and a watermark.
 *
 * <pre>
 *   nobody listens      what changed is forgotten: who comes later begins with the log
 *   the queue is full   what is left stays marked, merges with what comes, and no watermark is given
 *   it fails            what is marked is forgotten, and a number spent: readers see a gap
 * </pre>
 *
 * <p>So a watermark never comes before the rows of events that it covers. Rows beside events may
 * come up to {@code beside-interval-ms} later, those for neighbours alone as {@link ItemDeltas}
 * says; who has to know exactly reads the log anyway. They go in rounds of half of it, spread
 * evenly over the round: all at once they would stand before the rows of the next events in the
 * queue and on the network.
 *
 * <pre>
 *   marked          a b c d e | f g h ..             rows as they change
 *   handed over               | a   b   c   d   e |  f  ..
 *                      round        round
 * </pre>
 *
 * <p>Training never waits here, and the clock is read once a hand-over.
 *
 * <p>Threading: the task's stream thread.
 */
public abstract sealed class TaskDeltas implements AutoCloseable permits UserDeltas, ItemDeltas {
  private static final long NEVER = Long.MIN_VALUE;

  private final DeltaTasks tasks;
  private final TaskQueue queue;
  private final AppliedProgress progress;
  private final HandOver out;
  private final EpochClock clock;
  private final int handOverRecords;
  private final long roundMs;
  private final Thread owner = Thread.currentThread();
  private int records;
  private long coalesced;
  private long nextRoundMs;
  private int round;
  private int turns;
  private boolean owesNumber;
  /* What the last watermark said; NEVER if anything came after it. The agent repeats it. */
  private long markedInput = NEVER;

  TaskDeltas(DeltaTasks tasks, TaskQueue queue, AppliedProgress progress, EpochClock clock) {
    this.tasks = tasks;
    this.queue = queue;
    this.progress = progress;
    this.clock = clock;
    this.out = new HandOver(queue, progress);
    this.handOverRecords = tasks.config().handOverRecords();
    this.roundMs = tasks.config().besideIntervalMs() / 2;
  }

  final HandOver out() {
    return out;
  }

  final TaskQueue queue() {
    return queue;
  }

  /** Milliseconds in which the rows beside events that are there at its beginning are written. */
  final long roundMs() {
    return roundMs;
  }

  /** Whether the calling thread is the task's. */
  final boolean isOwn() {
    return owner.equals(Thread.currentThread());
  }

  /** A row that is marked already changed again: it will be sent once. */
  final void countCoalesced() {
    coalesced++;
  }

  /** A record of the task's input is applied. */
  public final void applied() {
    if (++records >= handOverRecords) {
      handOver();
    }
  }

  /** Hands over what is due; a failure is no matter of training. */
  final void handOver() {
    try {
      handOverDue();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException failure) {
    tasks.metrics().handOverFailed(failure);
    owesNumber = true;
    try {
      forget();
    } catch (RuntimeException again) {
      tasks.metrics().handOverFailed(again);
    }
  }

  private void handOverDue() {
    records = 0;
    tasks.metrics().countCoalesced(queue.side(), coalesced);
    coalesced = 0;
    int connection = tasks.connection();
    if (connection == DeltaTasks.NOBODY) {
      forget();
      markedInput = NEVER;
      return;
    }
    if (connection != out.connection()) {
      markedInput = NEVER;
    }
    out.at(connection, clock.time());
    if (!settleNumber() || !handOverEvents()) {
      tasks.metrics().countFullQueue();
      return;
    }
    handOverBeside();
    if (markedInput != progress.input() && handOverWatermark()) {
      markedInput = progress.input();
    }
  }

  /* Readers learn by a gap that rows were forgotten; false if the queue is full. */
  private boolean settleNumber() {
    if (owesNumber) {
      markedInput = NEVER;
      owesNumber = !out.spend();
    }
    return !owesNumber;
  }

  private boolean handOverEvents() {
    if (!hasEvents()) {
      return true;
    }
    markedInput = NEVER;
    return writeEvents();
  }

  private boolean handOverWatermark() {
    int sources = progress.sourceCount();
    WatermarkEncoder message = out.batch().beginWatermark(out.stream());
    message.appliedInput(progress.input()).livePairs(livePairs()).atMs(out.nowMs());
    WatermarkEncoder.SourcesEncoder marks = message.sourcesCount(sources);
    for (int k = 0; k < sources; k++) {
      marks.next().partition(progress.sourcePartition(k)).offset(progress.sourceOffset(k));
    }
    return out.end(message);
  }

  private void handOverBeside() {
    long lateMs = out.nowMs() - nextRoundMs;
    boolean isTurnedBack = lateMs < -roundMs;
    if (lateMs >= 0 || isTurnedBack) {
      handOverBeside(0);
      round = beginRound();
      turns = round;
      boolean wasMissed = lateMs >= roundMs;
      nextRoundMs = out.nowMs() + (wasMissed ? 0 : roundMs);
    }
    long leftMs = nextRoundMs - out.nowMs();
    handOverBeside(leftMs == 0 ? 0 : (int) (round * leftMs / roundMs));
  }

  /* The rest of the round but so many, which come later in it. */
  private void handOverBeside(int later) {
    while (turns > later && out.isHalfFree() && writeBeside()) {
      turns--;
      markedInput = NEVER;
    }
  }

  /** Whether a removal or the row of an event waits. */
  abstract boolean hasEvents();

  /** Writes all removals and rows of events; returns false if the queue is full before. */
  abstract boolean writeEvents();

  /** How many rows are to be written beside events in the round that begins. */
  abstract int beginRound();

  /** Writes the one that has waited longest; returns false if there is none, or no room. */
  abstract boolean writeBeside();

  /** What changed need not be sent. */
  abstract void forget();

  /** Live pairs of the partition; 0 for users. */
  abstract long livePairs();

  /** The task is over, and with it its stream. */
  @Override
  public final void close() {
    tasks.remove(this);
    queue.end();
  }
}
