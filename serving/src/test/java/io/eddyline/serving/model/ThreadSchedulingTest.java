package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadSchedulingTest {
  private static final String SELF = "/proc/thread-self";
  /* The tests may themselves be run with a low priority. */
  private static final String AS_BEFORE = "as before";

  private record Scheduling(String nice, String policy) {}

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @CsvSource({"IDLE, as before, 5", "LOW, 19, 0", "NORMAL, as before, 0"})
  void theCallingThreadIsLoweredAndNoOther(LoadPriority wanted, String nice, String policy)
      throws Exception {
    Scheduling before = scheduling();
    Scheduling inside =
        onThread(
            () -> {
              assertThat(ThreadScheduling.lower(wanted)).isEqualTo(wanted);
              return scheduling();
            });
    assertThat(inside.nice()).isEqualTo(nice.equals(AS_BEFORE) ? before.nice() : nice);
    assertThat(inside.policy()).isEqualTo(policy);
    assertThat(scheduling()).isEqualTo(before);
  }

  @Test
  void aThreadThatIsAskedTwiceStaysLow() throws Exception {
    LoadPriority second =
        onThread(
            () -> {
              var _ = ThreadScheduling.lower(LoadPriority.IDLE);
              return ThreadScheduling.lower(LoadPriority.IDLE);
            });
    assertThat(second).isIn(LoadPriority.IDLE, LoadPriority.NORMAL);
  }

  private static <T> T onThread(Callable<T> work) throws InterruptedException, ExecutionException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task).join();
    return task.get();
  }

  /** Fields 19 and 41 of proc_pid_stat (5). */
  private static Scheduling scheduling() throws Exception {
    String stat = Files.readString(Path.of(SELF, "stat"));
    String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new Scheduling(behindName[16], behindName[38]);
  }
}
