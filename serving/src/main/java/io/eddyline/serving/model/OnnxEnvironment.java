package io.eddyline.serving.model;

import ai.onnxruntime.OrtEnvironment;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * ONNX Runtime's environment, one a process.
 *
 * <p>Its creation (1.29.0, Linux) was seen to recurse some 12,000 frames deep when a class path of
 * a hundred jars stood on the command line, which overflows a thread's usual megabyte and takes the
 * process down. It is therefore created on a thread whose stack has ample room.
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
