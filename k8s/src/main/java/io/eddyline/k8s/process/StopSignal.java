package io.eddyline.k8s.process;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The wish of the operating system or the user that the process end: SIGTERM, Ctrl-C or a closed
 * terminal. A second one ends it at once.
 *
 * <p>A shutdown hook would not do: hooks run side by side, and ONNX Runtime takes its environment
 * down in one, under the threads that still load a snapshot. Here the tiers are closed first, in
 * order, and the virtual machine ends after them.
 *
 * <p>Threading: thread-safe.
 */
public final class StopSignal {
  private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");
  /* What a shell sees of a process that Ctrl-C ended. */
  private static final int INTERRUPTED_STATUS = 130;

  private final CountDownLatch came = new CountDownLatch(1);
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  private StopSignal() {}

  /** From now on the process ends by {@link #await} returning. */
  public static StopSignal install() {
    StopSignal stop = new StopSignal();
    SIGNALS.forEach(name -> Signals.register(name, stop::came));
    return stop;
  }

  private void came() {
    if (came.getCount() == 0) {
      Runtime.getRuntime().halt(INTERRUPTED_STATUS);
    }
    came.countDown();
  }

  /** Ends the process for a reason of its own, the first one that is said. */
  public void fail(RuntimeException reason) {
    failure.compareAndSet(null, reason);
    came.countDown();
  }

  /**
   * Returns when the process is to end.
   *
   * @throws RuntimeException what {@link #fail} was told, if it was
   */
  public void await() throws InterruptedException {
    came.await();
    RuntimeException reason = failure.get();
    if (reason != null) {
      throw reason;
    }
  }
}
