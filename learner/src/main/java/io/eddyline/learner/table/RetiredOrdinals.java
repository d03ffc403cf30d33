package io.eddyline.learner.table;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayQueue;

/**
 * Ordinals of a replica whose items are gone, and when each may name another item: once every
 * reader has gone through all that it remembers since.
 *
 * <p>This is quiescent-state based reclamation (McKenney and Slingwine 1998, "Read-copy update"),
 * with a pass over a reader's references as its grace period. Retirements are numbered from 1; a
 * reader that starts a pass notes the last number, and when it has ended the pass it no longer
 * refers to any ordinal retired up to there.
 *
 * <pre>
 *   queue:  | ordinal | ordinal | ordinal | ...          numbers: first, first + 1, ... last
 *             may be taken if its number is at most the smallest that a reader is past
 * </pre>
 *
 * <p>Threading: guarded by the monitor of {@link ReplicaOrdinals}.
 */
final class RetiredOrdinals {
  static final int NONE = -1;

  private final IntArrayQueue queue = new IntArrayQueue(NONE);
  private final List<ReplicaReader> readers = new ArrayList<>();
  private long first = 1;
  private long last;

  /** Appends an ordinal; returns the number of its retirement. */
  long add(int ordinal) {
    queue.addInt(ordinal);
    return ++last;
  }

  /** Number of the last retirement. */
  long last() {
    return last;
  }

  /** The ordinal retired longest ago, if no reader refers to it; else -1. */
  int peek() {
    for (ReplicaReader reader : readers) {
      if (first > reader.past()) {
        return NONE;
      }
    }
    return queue.peekInt();
  }

  /** Number of the retirement that {@link #peek} shows. */
  long peekedNumber() {
    return first;
  }

  /** Removes what {@link #peek} showed. */
  void take() {
    queue.pollInt();
    first++;
  }

  void add(ReplicaReader reader) {
    readers.add(reader);
  }

  void remove(ReplicaReader reader) {
    readers.remove(reader);
  }
}
