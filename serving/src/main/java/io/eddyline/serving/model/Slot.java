package io.eddyline.serving.model;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The arrangement in force, and the leases of those who use its values.
 *
 * <pre>
 *            install with it        install without it, or close     last lease released
 *   (made) -----------------> IN FORCE ------------------------> DRAINING -------------> ENDED
 *   references = 1            references = 1 + leases            references = leases     references = 0
 * </pre>
 *
 * <p>The slot holds one reference to each value of the arrangement, each lease another; whoever
 * gives back the last one ends the value. So a reader that looked just before a change either still
 * gets the old value alive or finds its count at zero and looks again.
 *
 * <p>Threading: {@link #lease} is lock-free, from any thread; a retry means that a change has
 * completed. {@link #install} and {@link #close} exclude each other.
 */
final class Slot<V> implements AutoCloseable {
  private final AtomicReference<Arrangement<V>> current =
      new AtomicReference<>(Arrangement.<V>none());
  private Set<Counted<V>> releasedAtClose = Set.of();
  private boolean closed;

  Arrangement<V> arrangement() {
    return current.get();
  }

  /**
   * A value with a reference that the caller releases, and the arrangement that it was chosen from.
   */
  record Leased<V>(Counted<V> counted, Arrangement<V> from) {}

  /** Leases the value that is chosen; null if {@code choice} finds none. */
  @Nullable Leased<V> lease(Function<Arrangement<V>, @Nullable Counted<V>> choice) {
    while (true) {
      Arrangement<V> arrangement = current.get();
      Counted<V> chosen = choice.apply(arrangement);
      if (chosen == null) {
        return null;
      }
      if (chosen.tryRetain()) {
        return new Leased<>(chosen, arrangement);
      }
      Thread.onSpinWait();
    }
  }

  /**
   * Puts an arrangement in force. The slot takes over the makers' references of values that it did
   * not have, and gives back its own of those that it has no more. A closed slot gives back all.
   */
  synchronized void install(Arrangement<V> next) {
    Set<Counted<V>> gone;
    if (closed) {
      gone = new HashSet<>(next.members());
      gone.removeAll(releasedAtClose);
    } else {
      gone = new HashSet<>(current.getAndSet(next).members());
      gone.removeAll(next.members());
    }
    gone.forEach(Counted::release);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      releasedAtClose = current.get().members();
      install(Arrangement.none());
      closed = true;
    }
  }
}
