package io.eddyline.serving.model;

import ai.onnxruntime.OrtException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes sessions of ONNX Runtime on a thread with little claim to the processor.
 *
 * <p>A session is one piece of work that no pace can divide, some hundred milliseconds with a table
 * of 100,000 rows, and whoever asks meanwhile waits for the core that it has. It is native code: a
 * thread that is put off in the midst of it holds up no safepoint of the virtual machine, as one in
 * Java code would. Hence a thread for the session alone, which ends with it, since a thread that
 * was lowered cannot be raised again without a privilege. Niceness 19 and not SCHED_IDLE: under
 * full load it still gets its hundredth.
 *
 * <p>Threading: stateless; the caller waits.
 */
final class SessionThread {
  private SessionThread() {}

  /** Makes a session, or whatever else takes as long in native code. */
  interface Maker<T> {
    T make() throws OrtException;
  }

  /**
   * Has a session made.
   *
   * @param threads of one run; ONNX Runtime's own threads would be as low as the one that makes the
   *     session, so that with several the caller makes it itself
   */
  static <T> T make(int threads, Maker<T> maker) throws OrtException {
    if (threads > 1) {
      return maker.make();
    }
    CompletableFuture<T> session = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("model-session")
        .daemon()
        .start(
            () -> {
              try {
                var _ = ThreadScheduling.lower(LoadPriority.LOW);
                session.complete(maker.make());
              } catch (OrtException | RuntimeException | LinkageError e) {
                session.completeExceptionally(e);
              }
            });
    try {
      return session.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case OrtException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }
}
