package io.eddyline.serving.overlay.feed;

import io.aeron.driver.MediaDriver;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.config.RecordSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A media driver in a process of its own, which is killed at its end. */
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

  /** Settings of a link to the driver in a folder, which soon notices that there is none. */
  static AeronConfig settings(Path folder) {
    return RecordSettings.bind(
        AeronConfig.class,
        Map.of(
            "embedded-driver",
            "false",
            "directory",
            folder.toString(),
            "driver-timeout-ms",
            "2000"));
  }

  /** SIGKILL, and waits until the process is gone. */
  @Override
  public void close() {
    int _ = process.destroyForcibly().onExit().join().exitValue();
  }
}
