package io.eddyline.schemas.thread;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Calls of native code that may recurse deeper than the megabyte that a thread usually has, which
 * would end the process.
 *
 * <p>ONNX Runtime 1.29.0 is such: the creation of its environment (Linux) was seen to recurse some
 * 12,000 frames deep when a class path of a hundred jars stood on the command line.
 *
 * <p>Threading: stateless; the caller waits.
 */
public final class DeepStack {
  /* Reserved, not used: only touched pages cost memory. */
  private static final long STACK_BYTES = 512L << 20;

  private DeepStack() {}

  /**
   * Calls on a thread of its own.
   *
   * @return what the call returns
   * @throws CompletionException whose cause is the exception, or the {@code LinkageError}, of the
   *     call
   */
  public static <T> T call(String threadName, Supplier<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable work =
        () -> {
          try {
            result.complete(call.get());
          } catch (RuntimeException | LinkageError e) {
            result.completeExceptionally(e);
          }
        };
    new Thread(null, work, threadName, STACK_BYTES).start();
    return result.join();
  }
}
