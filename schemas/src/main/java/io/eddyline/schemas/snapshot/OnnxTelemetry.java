package io.eddyline.schemas.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ONNX Runtime from sending telemetry: from 1.29 on its Linux builds start a thread for that
 * with the environment, unless {@code ORT_DISABLE_TELEMETRY} is set by then.
 *
 * <p>Threading: thread-safe; to be called before the environment is made.
 */
final class OnnxTelemetry {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxTelemetry.class);
  private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";
  private static final int OVERWRITE = 1;
  private static boolean called;

  private OnnxTelemetry() {}

  /**
   * Sets the variable for native code of this process, once: it may not be written while native
   * threads read theirs. Does nothing where the system has no {@code setenv}.
   */
  static synchronized void switchOff() {
    if (called) {
      return;
    }
    called = true;
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv")
        .ifPresent(
            function -> {
              try (Arena arena = Arena.ofConfined()) {
                set(linker, function, arena);
              }
            });
  }

  @SuppressWarnings("restricted") // setenv changes nothing of the heap
  private static void set(Linker linker, MemorySegment function, Arena arena) {
    FunctionDescriptor types =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    try {
      int status =
          (int)
              linker
                  .downcallHandle(function, types)
                  .invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), OVERWRITE);
      if (status != 0) {
        LOG.warn("{} cannot be set: status {}", VARIABLE, status);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("setenv cannot be called", e);
    }
  }
}
