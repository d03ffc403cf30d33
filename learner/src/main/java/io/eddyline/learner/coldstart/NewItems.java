package io.eddyline.learner.coldstart;

import java.util.LinkedHashSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Items that have come into the catalogue and that the owner of their partition has not looked at,
 * the newest first, so that a new item does not wait behind a large catalogue that is new as a
 * whole. One that leaves the catalogue leaves here as well.
 *
 * <p>Threading: guarded by the index's monitor.
 */
final class NewItems implements AutoCloseable {
  private final AttributeIndex index;
  private final Predicate<String> isWanted;
  private final LinkedHashSet<String> waiting = new LinkedHashSet<>();

  /** Registered by {@link AttributeIndex#addReader}. */
  NewItems(AttributeIndex index, Predicate<String> isWanted) {
    this.index = index;
    this.isWanted = isWanted;
  }

  /** The catalogue has a new item. */
  void add(String itemId) {
    if (isWanted.test(itemId)) {
      waiting.add(itemId);
    }
  }

  /** Takes an item out; returns whether it was in. */
  boolean take(String itemId) {
    synchronized (index) {
      return waiting.remove(itemId);
    }
  }

  /** Takes the newest item out; null if there is none. */
  @Nullable String poll() {
    synchronized (index) {
      return waiting.isEmpty() ? null : waiting.removeLast();
    }
  }

  boolean isEmpty() {
    synchronized (index) {
      return waiting.isEmpty();
    }
  }

  /** Nothing is noted any more. */
  @Override
  public void close() {
    index.remove(this);
  }
}
