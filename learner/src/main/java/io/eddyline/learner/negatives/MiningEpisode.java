package io.eddyline.learner.negatives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One round of mining: what is asked, the frozen keys to look in, and the lists found. It is the
 * mailbox between the training thread and the miner: one object, owned by one of them at a time.
 *
 * <pre>
 *   OPEN ──submit──▶ SUBMITTED ──run──▶ DONE ──reopen──▶ OPEN
 *   training thread  miner              training thread
 *
 *   rows      | row of item 0 | ...
 *   ordinals  | its ordinal, as the queue's entries name it | ...
 *   positives | serial of item 0's latest positive | ...
 *   anchors   | item 0: dimension floats | ...
 *   current   | item 0: listLength serials, currentCounts[0] used, nearest first | ...
 *   lookahead | the same of the positive | ...
 * </pre>
 *
 * <p>Threading: the fields belong to the owner; the state's release store hands them over, an
 * acquire load takes them.
 */
final class MiningEpisode implements Runnable {
  private static final int OPEN = 0;
  private static final int SUBMITTED = 1;
  private static final int DONE = 2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(MiningEpisode.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final FrozenUserKeys view;
  final int[] rows;
  final int[] ordinals;
  final int[] positives;
  final float[] anchors;
  final int[] current;
  final int[] currentCounts;
  final int[] lookahead;
  final int[] lookaheadCounts;
  private final TeleportMiner miner;
  private int asked;
  private int mined;
  private long tookNs;

  @SuppressWarnings("UnusedVariable") // read and written through STATE
  private int state;

  /**
   * @param listLimit most items of an episode
   */
  MiningEpisode(int capacity, int dimension, int listLimit, int listLength) {
    this.view = new FrozenUserKeys(capacity, dimension);
    this.rows = new int[listLimit];
    this.ordinals = new int[listLimit];
    this.positives = new int[listLimit];
    this.anchors = new float[Math.multiplyExact(listLimit, dimension)];
    this.current = new int[Math.multiplyExact(listLimit, listLength)];
    this.currentCounts = new int[listLimit];
    this.lookahead = new int[current.length];
    this.lookaheadCounts = new int[listLimit];
    this.miner = new TeleportMiner(capacity, dimension, listLength);
  }

  boolean isOpen() {
    return (int) STATE.getAcquire(this) == OPEN;
  }

  boolean isDone() {
    return (int) STATE.getAcquire(this) == DONE;
  }

  /** Gives the episode to the miner, with this many rows filled in. */
  void submit(int rowCount) {
    asked = rowCount;
    mined = 0;
    STATE.setRelease(this, SUBMITTED);
  }

  /** Mines and gives the lists back, also if it is cut short. */
  @Override
  public void run() {
    long startNs = System.nanoTime();
    try {
      while (mined < asked) {
        miner.mine(this, mined);
        mined++;
      }
    } finally {
      tookNs = System.nanoTime() - startNs;
      STATE.setRelease(this, DONE);
    }
  }

  /** Takes the episode back for the next round. */
  void reopen() {
    STATE.setRelease(this, OPEN);
  }

  /** Items whose lists were found, [0, mined). */
  int mined() {
    return mined;
  }

  long tookNs() {
    return tookNs;
  }
}
