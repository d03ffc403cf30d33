package io.eddyline.serving.model;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The model that answers, and the leases of the requests that it is answering.
 *
 * <pre>
 *             swap in              swap of the next, or close          last lease closed
 *   (loaded) ---------> CURRENT ------------------------------> DRAINING -------------> CLOSED
 *                       references = 1 + leases                 references = leases     references = 0
 * </pre>
 *
 * <p>The slot itself holds one reference to the current model, each lease another; whoever gives
 * back the last one closes the model. A count of zero is final, so a request that read the slot
 * just before a swap either still gets the old model alive or sees zero and reads the slot again.
 *
 * <p>Threading: {@link #acquire} is lock-free, from any thread; a retry means that a swap has
 * completed. {@link #swap} and {@link #close} exclude each other.
 */
public final class ModelSlot implements AutoCloseable {
  private final AtomicReference<@Nullable Counted> current = new AtomicReference<>();
  private boolean closed;

  /** The right to use one model until closed; closing twice is the same as once. */
  public static final class Lease implements AutoCloseable {
    private final Counted counted;
    private final AtomicBoolean released = new AtomicBoolean();

    private Lease(Counted counted) {
      this.counted = counted;
    }

    public LoadedModel model() {
      return counted.model;
    }

    @Override
    public void close() {
      if (released.compareAndSet(false, true)) {
        counted.release();
      }
    }
  }

  private static final class Counted {
    private final LoadedModel model;
    private final AtomicInteger references = new AtomicInteger(1);

    private Counted(LoadedModel model) {
      this.model = model;
    }

    private boolean tryRetain() {
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

    private void release() {
      if (references.decrementAndGet() == 0) {
        model.close();
      }
    }
  }

  /** A lease on the current model, or null while there is none. */
  public @Nullable Lease acquire() {
    while (true) {
      Counted counted = current.get();
      if (counted == null) {
        return null;
      }
      if (counted.tryRetain()) {
        return new Lease(counted);
      }
      Thread.onSpinWait();
    }
  }

  /** Version of the current model, 0 while there is none. */
  public long version() {
    Counted counted = current.get();
    return counted == null ? 0 : counted.model.version();
  }

  /** Name of the current model, null while there is none. */
  public @Nullable String model() {
    Counted counted = current.get();
    return counted == null ? null : counted.model.name();
  }

  /** Makes {@code next} current; the one before closes after its last lease. */
  synchronized void swap(LoadedModel next) {
    if (closed) {
      next.close();
      return;
    }
    retire(current.getAndSet(new Counted(next)));
  }

  @Override
  public synchronized void close() {
    closed = true;
    retire(current.getAndSet(null));
  }

  private static void retire(@Nullable Counted counted) {
    if (counted != null) {
      counted.release();
    }
  }
}
