package io.eddyline.k8s.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code eddyline standalone} in a virtual machine of its own, so that it can be killed. */
final class ChildProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("events: (\\S+)/v1/events  recommendations: (\\S+)/v1/.*");

  private final Process process;
  private final URI ingestUrl;
  private final URI servingUrl;

  private ChildProcess(Process process, URI ingestUrl, URI servingUrl) {
    this.process = process;
    this.ingestUrl = ingestUrl;
    this.servingUrl = servingUrl;
  }

  /** Starts the process; returns when its ports are open. */
  static ChildProcess start(Map<String, String> settings, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.eddyline.k8s.cli.EddylineMain", "standalone"));
    settings.forEach((key, value) -> command.addAll(List.of("--setting", key + "=" + value)));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return new ChildProcess(process, URI.create(ready.group(1)), URI.create(ready.group(2)));
      }
    }
    throw new AssertionError(
        "ended with %d before it was ready, see %s"
            .formatted(process.onExit().join().exitValue(), log));
  }

  /** How the process is, for messages. */
  @Override
  public String toString() {
    return process.isAlive() ? "running" : "ended with " + process.exitValue();
  }

  URI ingestUrl() {
    return ingestUrl;
  }

  URI servingUrl() {
    return servingUrl;
  }

  /** SIGKILL: nothing is flushed, closed or said. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; returns the exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still running 60 s after SIGTERM");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
