package io.eddyline.schemas.aeron;

import io.aeron.driver.MediaDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A media driver in a process of its own, which can be killed. */
final class DriverProcess implements AutoCloseable {
  private final Process process;

  private DriverProcess(Process process) {
    this.process = process;
  }

  static DriverProcess start(Path folder) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-Daeron.dir=" + folder,
            "-Daeron.dir.delete.on.start=true",
            "-Daeron.threading.mode=SHARED",
            "-Daeron.shared.idle.strategy=org.agrona.concurrent.SleepingMillisIdleStrategy",
            "-Daeron.term.buffer.sparse.file=true",
            "-cp",
            System.getProperty("java.class.path"),
            MediaDriver.class.getName());
    return new DriverProcess(new ProcessBuilder(command).inheritIO().start());
  }

  /** SIGKILL, and waits until the process is gone. */
  void kill() {
    int _ = process.destroyForcibly().onExit().join().exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
