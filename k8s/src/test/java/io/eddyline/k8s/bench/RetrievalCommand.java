package io.eddyline.k8s.bench;

import ai.onnxruntime.OrtException;
import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.Tier;
import io.eddyline.k8s.swap.VersionPress;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recommendations over HTTP against the same graph in ONNX Runtime alone. */
@Command(
    name = "retrieval",
    description = "Recommendations a second over HTTP and by ONNX Runtime alone, in one run.",
    mixinStandardHelpOptions = true)
final class RetrievalCommand implements Callable<Integer> {
  private static final int DIMENSION = 64;
  private static final int THREADS = 2;
  private static final int WARM_UP_SECONDS = 60;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--items", description = "Default ${DEFAULT-VALUE}.")
  private int items = 100_000;

  @Option(names = "--users", description = "Default ${DEFAULT-VALUE}.")
  private int users = 50_000;

  @Option(names = "--batches", split = ",", description = "Of the graph alone.")
  private List<Integer> batches = List.of(1, 4, 8, 16, 32);

  @Option(names = "--connections", split = ",", description = "Default ${DEFAULT-VALUE}.")
  private List<Integer> connections = List.of(1, 16, 64, 128);

  @Option(names = "--seconds", description = "Of each measurement; default ${DEFAULT-VALUE}.")
  private int seconds = 5;

  @Option(names = "--rounds", description = "Default ${DEFAULT-VALUE}.")
  private int rounds = 2;

  private double bareBest;
  private double httpBest;

  @Override
  public Integer call() throws Exception {
    Path folder = options.runFolder("retrieval");
    FileSnapshotStore store =
        VersionPress.write(folder.resolve("shared").resolve("snapshots"), items, users, DIMENSION);
    try (EddylineCluster cluster =
            EddylineCluster.start(
                folder, folder.resolve("logs"), options.plan(Map.of(), List.of()));
        BareGraph bare = new BareGraph(store.open(VersionPress.MODEL, 2))) {
      Tier serving = cluster.startServing("serving");
      serving.awaitReady();
      try (HttpStorm storm =
          new HttpStorm(serving.url(), connections.stream().max(Integer::compare).orElseThrow())) {
        double _ = storm.perSecond(64, WARM_UP_SECONDS, paths());
        System.out.printf(Locale.ROOT, "%n%d items x %d, %d users%n%n", items, DIMENSION, users);
        System.out.println("| round | what | a second |");
        System.out.println("|---|---|---|");
        for (int round = 1; round <= rounds; round++) {
          bare(round, bare);
          http(round, storm);
        }
        System.out.printf(
            Locale.ROOT,
            "%nbest over HTTP : best of the graph alone = %.2f; failed requests: %d%n",
            httpBest / bareBest,
            storm.failures());
        latency(storm);
      }
    }
    return 0;
  }

  private void bare(int round, BareGraph bare) throws OrtException {
    for (int batch : batches) {
      double perSecond = bare.perSecond(batch, THREADS, seconds);
      bareBest = Math.max(bareBest, perSecond);
      row(round, "graph alone, batches of " + batch, perSecond);
    }
  }

  private void http(int round, HttpStorm storm) throws InterruptedException {
    for (int count : connections) {
      double perSecond = storm.perSecond(count, seconds, paths());
      httpBest = Math.max(httpBest, perSecond);
      row(round, "HTTP, %d connections".formatted(count), perSecond);
    }
    int most = connections.getLast();
    row(
        round,
        "HTTP without the graph (/v1/popular), %d connections".formatted(most),
        storm.perSecond(most, seconds, () -> "/v1/popular"));
  }

  private void row(int round, String what, double perSecond) {
    System.out.printf(Locale.ROOT, "| %d | %s | %.0f |%n", round, what, perSecond);
  }

  private Supplier<String> paths() {
    SplittableRandom random = new SplittableRandom(1);
    return () -> "/v1/users/u%d/recommendations".formatted(random.nextInt(users));
  }

  private void latency(HttpStorm storm) throws InterruptedException {
    double rate = httpBest / 2;
    Histogram _ = storm.latencyUs(rate, seconds, paths());
    Histogram us = storm.latencyUs(rate, 4 * seconds, paths());
    System.out.printf(
        Locale.ROOT,
        "%nhalf of it, %.0f/s: p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f; p99 : p50 = %.1f%n",
        rate,
        us.getValueAtPercentile(50) / 1e3,
        us.getValueAtPercentile(90) / 1e3,
        us.getValueAtPercentile(99) / 1e3,
        us.getValueAtPercentile(99.9) / 1e3,
        us.getValueAtPercentile(99) / (double) us.getValueAtPercentile(50));
  }
}
