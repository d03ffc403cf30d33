package io.eddyline.learner.delta;

/**
 * How far a task has come: what its watermarks say.
 *
 * <p>Threading: the task's stream thread.
 */
public interface AppliedProgress {
  /** Offset of the task's own input applied last, -1 for none. */
  long input();

  /** Source partitions that its records stem from. */
  int sourceCount();

  /** The {@code k}-th source partition, k in [0, {@link #sourceCount}). */
  int sourcePartition(int k);

  /** Highest offset applied of the {@code k}-th source partition. */
  long sourceOffset(int k);
}
