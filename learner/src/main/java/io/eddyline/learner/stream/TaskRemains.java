package io.eddyline.learner.stream;

import java.util.function.BooleanSupplier;

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
  private final BooleanSupplier isLogged;
  private int holders;
  private boolean settled;

  /**
   * @param holders stores that have the remains; when the last of them drops them, they are let go
   * @param isLogged whether the logs have all that the structures hold
   * @param giveBack turns the structures into images; the structures still count as in use
   * @param letGo called in every case, last
   */
  TaskRemains(int holders, BooleanSupplier isLogged, Runnable giveBack, Runnable letGo) {
    this.holders = holders;
    this.isLogged = isLogged;
    this.giveBack = giveBack;
    this.letGo = letGo;
  }

  /** Whether the logs have all that the structures hold. */
  boolean isLogged() {
    return !settled && isLogged.getAsBoolean();
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

  /** A store is closed or starts anew; the others may still read the structures. */
  void drop() {
    holders--;
    if (!settled && holders == 0) {
      settled = true;
      letGo.run();
    }
  }
}
