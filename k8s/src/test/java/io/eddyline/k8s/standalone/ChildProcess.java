package io.eddyline.k8s.standalone;

import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.cluster.JvmProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code eddyline standalone} in a virtual machine of its own, so that it can be killed. */
public final class ChildProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern READY =
      Pattern.compile("events: (\\S+)/v1/events  recommendations: (\\S+)/v1/");

  private final JvmProcess process;
  private final URI ingestUrl;
  private final URI servingUrl;

  private ChildProcess(JvmProcess process, URI ingestUrl, URI servingUrl) {
    this.process = process;
    this.ingestUrl = ingestUrl;
    this.servingUrl = servingUrl;
  }

  /** As the other, with a gigabyte of heap. */
  static ChildProcess start(Map<String, String> settings, Path log) throws IOException {
    return start(settings, List.of("-Xmx1g"), log);
  }

  /**
   * Starts the process; returns when its ports are open.
   *
   * @param jvm options of its virtual machine
   * @param log receives what it prints, after what stands there
   */
  public static ChildProcess start(Map<String, String> settings, List<String> jvm, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("standalone"));
    settings.forEach((key, value) -> command.addAll(List.of("--setting", key + "=" + value)));
    int before = Files.exists(log) ? Math.toIntExact(Files.size(log)) : 0;
    JvmProcess process = JvmProcess.start("standalone", jvm, command, log);
    try {
      Matcher ready =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> {
                    process.requireAlive();
                    return READY.matcher(printed(log, before));
                  },
                  Matcher::find);
      return new ChildProcess(process, URI.create(ready.group(1)), URI.create(ready.group(2)));
    } catch (RuntimeException | Error e) {
      process.close();
      throw e;
    }
  }

  private static String printed(Path log, int from) throws IOException {
    byte[] all = Files.readAllBytes(log);
    return new String(Arrays.copyOfRange(all, from, all.length), StandardCharsets.UTF_8);
  }

  /** How the process is, for messages. */
  @Override
  public String toString() {
    return process.toString();
  }

  public URI ingestUrl() {
    return ingestUrl;
  }

  public URI servingUrl() {
    return servingUrl;
  }

  /** SIGKILL: nothing is flushed, closed or said. */
  void kill() {
    process.kill();
  }

  /** SIGTERM; returns the exit status. */
  int terminate() {
    return process.terminate();
  }

  @Override
  public void close() {
    process.close();
  }
}
