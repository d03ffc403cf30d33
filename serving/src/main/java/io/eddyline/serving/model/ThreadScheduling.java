package io.eddyline.serving.model;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calling thread's place in the scheduler of Linux.
 *
 * <p>Java's own priorities are ignored by default, so this calls the C library: sched_setscheduler
 * (2) and setpriority (2), which take the calling thread for 0. To go down needs no privilege; the
 * way back does, and threads that are started by a lowered one are as low. Elsewhere than on Linux
 * setpriority concerns the whole process, so nothing is called there.
 *
 * <p>Threading: stateless; concerns the calling thread alone.
 */
final class ThreadScheduling {
  private static final Logger log = LoggerFactory.getLogger(ThreadScheduling.class);

  /* From <sched.h> and <sys/resource.h> of Linux, on every architecture. */
  private static final int SCHED_IDLE = 5;
  private static final int PRIO_PROCESS = 0;
  private static final int CALLING_THREAD = 0;
  private static final int LOWEST = 19;

  /* struct sched_param begins with its int sched_priority; musl's has further fields. */
  private static final long SCHED_PARAM_BYTES = 64;

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

  private ThreadScheduling() {}

  /**
   * Lowers the calling thread; one line in the log says so where it cannot be.
   *
   * @return the priority that holds now: that which was asked for or the next higher one
   */
  static LoadPriority lower(LoadPriority wanted) {
    if (wanted == LoadPriority.NORMAL) {
      return wanted;
    }
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      log.info("this system gives threads no priorities, loading is held back by its pace alone");
      return LoadPriority.NORMAL;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      if (wanted == LoadPriority.IDLE) {
        if (setIdle(state, arena.allocate(SCHED_PARAM_BYTES))) {
          return LoadPriority.IDLE;
        }
        log.info("SCHED_IDLE was refused with errno {}, trying a low priority", errno(state));
      }
      if (setLowest(state)) {
        return LoadPriority.LOW;
      }
      log.info("a low priority was refused with errno {}", errno(state));
    } catch (NoSuchElementException | IllegalCallerException e) {
      log.info("the scheduler cannot be asked for a low priority: {}", e.toString());
    }
    return LoadPriority.NORMAL;
  }

  private static boolean setIdle(MemorySegment state, MemorySegment parameters) {
    MethodHandle function =
        function(
            "sched_setscheduler",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS));
    try {
      return (int) function.invokeExact(state, CALLING_THREAD, SCHED_IDLE, parameters) == 0;
    } catch (Throwable e) {
      throw new AssertionError("a call of the C library throws nothing", e);
    }
  }

  private static boolean setLowest(MemorySegment state) {
    MethodHandle function =
        function(
            "setpriority",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    try {
      return (int) function.invokeExact(state, PRIO_PROCESS, CALLING_THREAD, LOWEST) == 0;
    } catch (Throwable e) {
      throw new AssertionError("a call of the C library throws nothing", e);
    }
  }

  @SuppressWarnings("restricted") // the launch script enables native access
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  private static int errno(MemorySegment state) {
    return state.get(
        ValueLayout.JAVA_INT,
        CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno")));
  }
}
