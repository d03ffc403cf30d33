package io.eddyline.learner.stream;

import org.jspecify.annotations.Nullable;

/**
 * State of one task that lives in memory and is logged, once for each change, inside the
 * transaction of the next commit.
 *
 * <p>Threading: called by the task's stream thread alone (restore by the restoring thread, before).
 */
interface LoggedState {
  /** Where a state writes what changed: a key and its new value, null for a tombstone. */
  interface ChangeLog {
    void put(byte[] key, byte @Nullable [] value);
  }

  /** Takes one record of the changelog, oldest first; a null value removes. */
  void restore(byte[] key, byte @Nullable [] value);

  /** Writes what changed since the last call; afterwards nothing counts as changed. */
  void log(ChangeLog changeLog);
}
