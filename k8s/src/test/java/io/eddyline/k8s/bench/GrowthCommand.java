package io.eddyline.k8s.bench;

import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.Tier;
import io.eddyline.k8s.swap.VersionPress;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a version costs as it grows: to write, to start from, to keep in memory. */
@Command(
    name = "growth",
    description = "Time to write a version and to start from it, its bytes and the process's.",
    mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {
  private static final int DIMENSION = 64;
  private static final int VERSIONS = 2;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--rows", split = ",", description = "Items, and as many users; a run each.")
  private List<Integer> rows = List.of(10_000, 100_000, 1_000_000);

  @Override
  public Integer call() throws Exception {
    System.out.println(
        "| items and users, each | version, MB | written, s | serving ready, s |"
            + " serving resident, MB | of it files, MB |");
    System.out.println("|---|---|---|---|---|---|");
    for (int count : rows) {
      run(count);
    }
    return 0;
  }

  private void run(int count) throws Exception {
    Path folder = options.runFolder("growth");
    Path root = folder.resolve("shared/snapshots");
    Files.createDirectories(root);
    long startNs = System.nanoTime();
    FileSnapshotStore store = VersionPress.write(root, count, count, DIMENSION);
    double writtenS = (System.nanoTime() - startNs) / 1e9 / VERSIONS;
    double megabytes = bytes(store.open(VersionPress.MODEL, VERSIONS).folder()) / 1e6;
    try (EddylineCluster cluster =
        EddylineCluster.start(folder, folder.resolve("logs"), options.plan(Map.of(), List.of()))) {
      long servingNs = System.nanoTime();
      Tier serving = cluster.startServing("serving");
      serving.awaitReady();
      double readyS = (System.nanoTime() - servingNs) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "| %,d | %.0f | %.1f | %.1f | %.0f | %.0f |%n",
          count,
          megabytes,
          writtenS,
          readyS,
          status(serving, "VmRSS"),
          status(serving, "RssFile"));
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      long sum = 0;
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  /** A line of {@code /proc/PID/status} in MB. */
  private static double status(Tier tier, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(tier.process().pid()), "status"))
        .stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1e3)
        .findFirst()
        .orElse(Double.NaN);
  }
}
