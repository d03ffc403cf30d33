package io.eddyline.serving.model;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A value and the number of those who use it; the last one to let go ends it.
 *
 * <p>The count begins at 1, for its maker. A count of zero is final: who finds it gets no
 * reference.
 *
 * <p>Threading: lock-free, any thread; {@code end} runs once, on the thread that let go last.
 */
final class Counted<V> {
  private final V value;
  private final Consumer<V> end;
  private final AtomicInteger references = new AtomicInteger(1);

  Counted(V value, Consumer<V> end) {
    this.value = value;
    this.end = end;
  }

  /** To be used only with a reference held, or for what cannot be closed. */
  V value() {
    return value;
  }

  /** Takes one more reference; false if the value has ended. */
  boolean tryRetain() {
    int count = references.get();
    while (count > 0) {
      int witness = references.compareAndExchange(count, count + 1);
      if (witness == count) {
        return true;
      }
      count = witness;
    }
    return false;
  }

  void release() {
    if (references.decrementAndGet() == 0) {
      end.accept(value);
    }
  }
}
