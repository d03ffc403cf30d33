package io.eddyline.learner.delta;

import io.eddyline.schemas.delta.sbe.RowRemovedEncoder;
import java.util.ArrayDeque;

/**
 * Rows that their owner removed and whose removal was not handed over.
 *
 * <p>Threading: the task's stream thread.
 */
final class RemovedRows {
  private final ArrayDeque<Removed> waiting = new ArrayDeque<>();
  private final IdText idText = new IdText();

  private record Removed(String id, long updates) {}

  /**
   * @param updates the count of the version that the removal has
   */
  void add(String id, long updates) {
    waiting.add(new Removed(id, updates));
  }

  /** Hands all over; returns false if the queue is full before. */
  boolean handOver(HandOver out) {
    while (!waiting.isEmpty()) {
      if (!write(waiting.element(), out)) {
        return false;
      }
      waiting.remove();
    }
    return true;
  }

  private boolean write(Removed row, HandOver out) {
    idText.set(row.id());
    if (!idText.isSound()) {
      return out.spend();
    }
    RowRemovedEncoder message = out.batch().beginRowRemoved(out.stream());
    message
        .updates(row.updates())
        .appliedInput(out.appliedInput())
        .putRowId(idText.bytes(), 0, idText.length());
    return out.end(message);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void clear() {
    waiting.clear();
  }
}
