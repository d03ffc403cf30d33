package io.eddyline.learner.stream;

/**
 * What became of the transactions of the stream threads. A store is told that it may checkpoint
 * also after a commit that failed, so that it must ask here.
 *
 * <p>Threading: each thread sees its own transactions alone: the one that flushes its tasks' stores
 * commits them too.
 */
final class Transactions {
  /** A transaction, from the end of the one before. */
  static final class Transaction {
    private boolean committed;

    private Transaction() {}

    /** False as long as it is open, and for ever if it was aborted or nobody knows. */
    boolean isCommitted() {
      return committed;
    }
  }

  private final ThreadLocal<Transaction> open = ThreadLocal.withInitial(Transaction::new);

  /** The one that what the calling thread sends now belongs to. */
  Transaction open() {
    return open.get();
  }

  /** Kafka has committed the calling thread's transaction. */
  void committed() {
    open.get().committed = true;
    open.remove();
  }

  /** The calling thread's transaction ended in some other way. */
  void aborted() {
    open.remove();
  }
}
