package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.thread.DeepStack;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * How ONNX Runtime's environment, of which there is one a process, is made: without telemetry, on a
 * deep stack (decision 14). The library itself is that of who asks.
 *
 * <p>Threading: thread-safe.
 */
public final class OnnxEnvironment {
  private OnnxEnvironment() {}

  /**
   * The environment.
   *
   * @param library {@code OrtEnvironment::getEnvironment}
   * @throws EddylineException with {@code STOP} if the native library does not load
   */
  public static <T> T get(Supplier<T> library) {
    OnnxTelemetry.switchOff();
    try {
      return DeepStack.call("onnx-environment", library);
    } catch (CompletionException e) {
      throw new EddylineException(
          Action.STOP, "ONNX Runtime does not load: " + e.getMessage(), e.getCause());
    }
  }
}
