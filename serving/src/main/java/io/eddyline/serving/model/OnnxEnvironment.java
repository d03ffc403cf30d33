package io.eddyline.serving.model;

import ai.onnxruntime.OrtEnvironment;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.snapshot.OnnxTelemetry;
import io.eddyline.schemas.thread.DeepStack;
import java.util.concurrent.CompletionException;

/**
 * ONNX Runtime's environment, one a process, created on a deep stack (decision 14).
 *
 * <p>Threading: thread-safe.
 */
final class OnnxEnvironment {
  private OnnxEnvironment() {}

  static OrtEnvironment get() {
    OnnxTelemetry.switchOff();
    try {
      return DeepStack.call("onnx-environment", OrtEnvironment::getEnvironment);
    } catch (CompletionException e) {
      throw new EddylineException(
          Action.STOP, "ONNX Runtime does not load: " + e.getMessage(), e.getCause());
    }
  }
}
