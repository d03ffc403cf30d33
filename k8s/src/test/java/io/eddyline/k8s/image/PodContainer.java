package io.eddyline.k8s.image;

import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.chart.RenderedPod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod of the chart as a container of the image: its arguments, variables and volumes.
 *
 * <p>Threading: one thread.
 */
final class PodContainer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final RenderedPod pod;
  private final Process process;
  private final URI url;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private PodContainer(RenderedPod pod, Process process, URI url, Path log) {
    this.pod = pod;
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /**
   * Starts a pod.
   *
   * @param url where it is to answer
   * @param volumes folder of the volumes: {@code store} is that of all pods, {@code eddyline.yaml}
   *     the settings, others are the pod's own
   */
  static PodContainer start(
      ContainerRoot container, RenderedPod pod, URI url, Path volumes, Path log)
      throws IOException {
    List<Mount> mounts = new ArrayList<>();
    for (RenderedPod.Place place : pod.places()) {
      mounts.add(
          switch (place.volume()) {
            case "settings" -> new Mount(volumes.resolve("eddyline.yaml"), place.path(), true);
            case "tmp", "aeron" -> Mount.memory(place.path());
            case "store" -> new Mount(volume(volumes, "store"), place.path(), place.readOnly());
            default ->
                new Mount(
                    volume(volumes, pod.name() + "-" + place.volume()),
                    place.path(),
                    place.readOnly());
          });
    }
    Process process = container.start(pod.arguments(), pod.environment(), mounts, log);
    return new PodContainer(pod, process, url, log);
  }

  URI url() {
    return url;
  }

  /** Waits until the readiness probe is answered well. */
  void awaitReady() {
    await(pod.name() + " is ready, see " + log)
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(
                    "%s ended with %d: %s"
                        .formatted(pod.name(), process.exitValue(), Files.readString(log)));
              }
              return isReady();
            });
  }

  /** A line of the kernel's account of the process, for instance {@code CapEff}. */
  String accountOf(String key) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    Matcher line = Pattern.compile("(?m)^" + key + ":\\s*(.*)$").matcher(Files.readString(status));
    return line.find() ? line.group(1) : "";
  }

  /** What the process sees at the root, for instance {@code ro,relatime}. */
  String rootOptions() throws IOException {
    Path mounts = Path.of("/proc", Long.toString(process.pid()), "mountinfo");
    return Files.readAllLines(mounts).stream()
        .map(line -> line.split(" "))
        .filter(fields -> fields[4].equals("/"))
        .map(fields -> fields[5])
        .reduce((first, last) -> last)
        .orElse("");
  }

  /** SIGTERM, as a node does; returns the exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new AssertionError(pod.name() + " does not end, see " + log);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.shutdownNow();
  }

  private boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/healthz/ready")).timeout(PATIENCE).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /* As fsGroup does: the data of a volume belongs to the group. */
  private static Path volume(Path volumes, String name) throws IOException {
    Path folder = Files.createDirectories(volumes.resolve(name));
    Files.setAttribute(folder, "unix:gid", ImageLayout.USER_ID);
    Files.setAttribute(folder, "unix:mode", 02775);
    return folder;
  }
}
