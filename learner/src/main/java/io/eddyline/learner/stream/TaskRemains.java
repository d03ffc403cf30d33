package io.eddyline.learner.stream;

/**
 * What a closed processor leaves behind. Streams closes the processors of a task that it suspends,
 * but keeps the stores: the task may be resumed, or go on as a standby and later be active again.
 * Then the structures become images of the log; if the stores are closed, they are just let go.
 *
 * <p>Threading: called by one thread at a time, the task's.
 */
final class TaskRemains {
  private final Runnable giveBack;
  private final Runnable letGo;
  private boolean settled;

  /**
   * @param giveBack turns the structures into images; the structures still count as in use
   * @param letGo called in every case, last
   */
  TaskRemains(Runnable giveBack, Runnable letGo) {
    this.giveBack = giveBack;
    this.letGo = letGo;
  }

  /** The task goes on in some way. */
  void giveBack() {
    if (!settled) {
      settled = true;
      try {
        giveBack.run();
      } finally {
        letGo.run();
      }
    }
  }

  /** The stores are closed or start anew. */
  void drop() {
    if (!settled) {
      settled = true;
      letGo.run();
    }
  }
}
