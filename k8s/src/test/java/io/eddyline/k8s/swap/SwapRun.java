package io.eddyline.k8s.swap;

import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One serving process under load whose versions are swapped.
 *
 * <p>Threading: one thread.
 */
public final class SwapRun implements AutoCloseable {
  private static final long LOOK_NS = 20_000_000;
  private static final long PATIENCE_NS = 120_000_000_000L;

  private final EddylineCluster cluster;
  private final VersionPress press;
  private final Tier serving;
  private final int users;

  private SwapRun(EddylineCluster cluster, VersionPress press, Tier serving, int users) {
    this.cluster = cluster;
    this.press = press;
    this.serving = serving;
    this.users = users;
  }

  /** Starts serving over two versions in a cluster's store; the cluster is closed with this. */
  public static SwapRun start(
      EddylineCluster cluster, Path folder, int items, int users, int dimension)
      throws IOException {
    try {
      VersionPress press =
          VersionPress.open(
              folder.resolve("shared").resolve("snapshots"),
              cluster.topics(),
              cluster.kafka(),
              items,
              users,
              dimension);
      Tier serving = cluster.startServing("serving");
      serving.awaitReady();
      return new SwapRun(cluster, press, serving, users);
    } catch (RuntimeException | IOException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** Load at a fixed rate; 0 as fast as it goes. */
  public HttpLoad load(int threads, double perSecond) {
    return new HttpLoad(serving.url(), users, threads, perSecond);
  }

  /** Copies the files of further swaps beforehand: the builder's work is not serving's. */
  public void prepare(int swaps) throws IOException {
    press.prepare(swaps);
  }

  /** Publishes one more version and waits until it is served. */
  public void swap() throws IOException {
    long version = press.next();
    long startNs = System.nanoTime();
    while (!served(version)) {
      if (System.nanoTime() - startNs > PATIENCE_NS) {
        throw new IOException(
            "version %d is not served after two minutes: %s"
                .formatted(version, serving.get("/v1/models").body()));
      }
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  private boolean served(long version) throws IOException {
    return serving
        .get("/healthz/ready")
        .body()
        .contains("\"model_version\":\"%d\"".formatted(version));
  }

  /** Lets time pass; latencies of the requests that were due in it. */
  public static Histogram quiet(HttpLoad load, long periodNs) {
    Histogram _ = load.take();
    LockSupport.parkNanos(periodNs);
    return load.take();
  }

  /** The same with a new version every so often. */
  public Histogram swapping(HttpLoad load, long periodNs, long everyNs) throws IOException {
    Histogram _ = load.take();
    long startNs = System.nanoTime();
    for (long dueNs = 0; dueNs < periodNs; dueNs += everyNs) {
      LockSupport.parkNanos(startNs + dueNs - System.nanoTime());
      swap();
    }
    LockSupport.parkNanos(startNs + periodNs - System.nanoTime());
    return load.take();
  }

  /** Value of a metric of serving, by the start of its line in the scrape. */
  public double metric(String line) throws IOException {
    return serving.metric(line);
  }

  /** Memory of the serving process in MiB, by its name in /proc/self/status. */
  public double memoryMib(String name) throws IOException {
    Path status = Path.of("/proc", Long.toString(serving.process().pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(name + ":")) {
        return Double.parseDouble(line.replaceAll("\\D+", "")) / 1024;
      }
    }
    return Double.NaN;
  }

  @Override
  public void close() {
    press.close();
    cluster.close();
  }
}
