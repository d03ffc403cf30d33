package io.eddyline.learner.snapshot.gate;

import ai.onnxruntime.OrtEnvironment;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * ONNX Runtime's environment, one a process, created on a thread with ample stack: its creation may
 * recurse deeper than a usual stack allows (decision 14).
 *
 * <p>Threading: thread-safe.
 */
final class OnnxEnvironment {
  /* Reserved, not used: only touched pages cost memory. */
  private static final long STACK_BYTES = 512L << 20;

  private OnnxEnvironment() {}

  static OrtEnvironment get() {
    CompletableFuture<OrtEnvironment> environment = new CompletableFuture<>();
    Runnable create =
        () -> {
          try {
            environment.complete(OrtEnvironment.getEnvironment());
          } catch (RuntimeException | LinkageError e) {
            environment.completeExceptionally(e);
          }
        };
    new Thread(null, create, "onnx-environment", STACK_BYTES).start();
    try {
      return environment.join();
    } catch (CompletionException e) {
      throw new EddylineException(
          Action.STOP, "ONNX Runtime does not load: " + e.getMessage(), e.getCause());
    }
  }
}
