package io.eddyline.learner.table;

/**
 * One who remembers ordinals of the {@link ItemReplica} from event to event, in histories, queues
 * and the like. It goes through them again and again, drops those that are retired, and says so
 * here: only then may they name other items.
 *
 * <p>Threading: one thread, the reader's; the replica's threads see it under the monitor of {@link
 * ReplicaOrdinals}.
 */
public final class ReplicaReader implements AutoCloseable {
  private final ReplicaOrdinals ordinals;
  private long started;
  private long past;

  /** Registered by {@link ItemReplica#addReader}, with nothing remembered so far. */
  ReplicaReader(ReplicaOrdinals ordinals, long retirements) {
    this.ordinals = ordinals;
    this.started = retirements;
    this.past = retirements;
  }

  /** Number of the last retirement whose ordinal this reader no longer remembers. */
  long past() {
    return past;
  }

  /** Whether any ordinal was retired since the last pass started. */
  public boolean hasWork() {
    return ordinals.retirements() > started;
  }

  /** From now on everything remembered is gone through once. */
  public void startPass() {
    started = ordinals.retirements();
  }

  /** Everything was gone through since {@link #startPass}. */
  public void endPass() {
    synchronized (ordinals) {
      past = started;
    }
  }

  /** Nothing is remembered any more. */
  @Override
  public void close() {
    ordinals.remove(this);
  }
}
