package io.eddyline.k8s.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java process with this one's class path, which ends when this one ends, in whatever way.
 *
 * <p>Threading: thread-safe.
 */
public final class JvmProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final String name;
  private final Process process;
  private final Path log;

  private JvmProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param name for messages
   * @param jvmOptions heap, collector
   * @param command of {@link ChildMain}
   * @param log receives what the process prints
   */
  public static JvmProcess start(
      String name, List<String> jvmOptions, List<String> command, Path log) {
    return start(name, Map.of(), jvmOptions, command, log);
  }

  /**
   * Starts a process with variables of its own.
   *
   * @param environment beside this one's
   */
  static JvmProcess start(
      String name,
      Map<String, String> environment,
      List<String> jvmOptions,
      List<String> command,
      Path log) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .forEach(line::add);
    line.addAll(jvmOptions);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName()));
    line.addAll(command);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return new JvmProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Fails if the process has ended by itself. */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(
          "%s ended with %d, see %s".formatted(name, process.exitValue(), log));
    }
  }

  /** SIGKILL: nothing is flushed, closed or said. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM; returns the exit status. */
  public int terminate() {
    // Process.destroy would also close the standard input, and with it end the process at once.
    process.toHandle().destroy();
    awaitEnd();
    return process.exitValue();
  }

  /** SIGSTOP: the process keeps its connections and says nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return name + (process.isAlive() ? " runs" : " ended with " + process.exitValue());
  }

  private void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("no signal " + signal + " to " + this);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "%s still runs after %d s, see %s".formatted(name, PATIENCE_SECONDS, log));
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static AssertionError interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted", cause);
  }
}
