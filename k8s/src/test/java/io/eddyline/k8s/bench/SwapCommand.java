package io.eddyline.k8s.bench;

import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.swap.HttpLoad;
import io.eddyline.k8s.swap.SwapRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Latency with and without swaps in turn, and the memory of many swaps. */
@Command(
    name = "swap",
    description = "Latency of recommendations with and without swaps in one run; memory of a soak.",
    mixinStandardHelpOptions = true)
final class SwapCommand implements Callable<Integer> {
  private static final int DIMENSION = 64;
  private static final int WARM_UP_SECONDS = 10;
  private static final int SATURATION_SECONDS = 5;
  private static final int THREADS = 8;
  private static final int ROWS_EVERY = 10;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--items", description = "Default ${DEFAULT-VALUE}.")
  private int items = 100_000;

  @Option(names = "--users", description = "Default ${DEFAULT-VALUE}.")
  private int users = 50_000;

  @Option(names = "--rate", description = "Requests a second; 0 takes half of what is possible.")
  private double rate;

  @Option(names = "--rounds", description = "Of one period without and one with swaps.")
  private int rounds = 3;

  @Option(names = "--period", description = "Seconds.")
  private int periodSeconds = 20;

  @Option(names = "--every", description = "Milliseconds from a swap to the next.")
  private int everyMs = 5_000;

  @Option(names = "--soak", description = "Swaps under load whose memory is told; no rounds.")
  private int soak;

  @Override
  public Integer call() throws Exception {
    Path folder = options.runFolder("swap");
    try (SwapRun run =
        SwapRun.start(
            EddylineCluster.start(
                folder, folder.resolve("logs"), options.plan(Map.of(), List.of())),
            folder,
            items,
            users,
            DIMENSION)) {
      double perSecond = rate == 0 ? saturation(run) / 2 : rate;
      System.out.printf(Locale.ROOT, "%n%.0f requests/s, %d items x %d%n%n", perSecond, items, 64);
      if (soak == 0) {
        run.prepare(rounds * Math.ceilDiv(periodSeconds * 1_000, everyMs));
      }
      try (HttpLoad load = run.load(THREADS, perSecond)) {
        if (soak > 0) {
          soak(run, load);
        } else {
          compare(run, load);
        }
      }
    }
    return 0;
  }

  private static double saturation(SwapRun run) {
    try (HttpLoad load = run.load(THREADS, 0)) {
      Histogram _ = SwapRun.quiet(load, TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS));
      return (double)
              SwapRun.quiet(load, TimeUnit.SECONDS.toNanos(SATURATION_SECONDS)).getTotalCount()
          / SATURATION_SECONDS;
    }
  }

  private void compare(SwapRun run, HttpLoad load) throws Exception {
    long periodNs = TimeUnit.SECONDS.toNanos(periodSeconds);
    Histogram quiet = new Histogram(3);
    Histogram swapping = new Histogram(3);
    Histogram _ = SwapRun.quiet(load, periodNs / 2);
    double before = run.metric("eddyline_serving_swaps_total");
    for (int round = 0; round < rounds; round++) {
      Histogram without = SwapRun.quiet(load, periodNs);
      Histogram with = run.swapping(load, periodNs, TimeUnit.MILLISECONDS.toNanos(everyMs));
      pair(round, without, with);
      quiet.add(without);
      swapping.add(with);
    }
    double swaps = run.metric("eddyline_serving_swaps_total") - before;
    System.out.println();
    System.out.println("| | requests | p50, ms | p90, ms | p99, ms | p99.9, ms | max, ms |");
    System.out.println("|---|---|---|---|---|---|---|");
    row("without swaps", quiet);
    row("%.0f swaps".formatted(swaps), swapping);
    System.out.printf(
        Locale.ROOT,
        "%np99 with swaps: %.2f x without; failed requests: %d%n",
        swapping.getValueAtPercentile(99) / (double) quiet.getValueAtPercentile(99),
        load.failures());
  }

  private static void pair(int round, Histogram without, Histogram with) {
    System.out.printf(
        Locale.ROOT,
        "pair %d: p99 %.1f ms without, %.1f ms with, ratio %.2f%n",
        round + 1,
        without.getValueAtPercentile(99) / 1e3,
        with.getValueAtPercentile(99) / 1e3,
        with.getValueAtPercentile(99) / (double) without.getValueAtPercentile(99));
  }

  private static void row(String name, Histogram us) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
        name,
        us.getTotalCount(),
        us.getValueAtPercentile(50) / 1e3,
        us.getValueAtPercentile(90) / 1e3,
        us.getValueAtPercentile(99) / 1e3,
        us.getValueAtPercentile(99.9) / 1e3,
        us.getMaxValue() / 1e3);
  }

  private void soak(SwapRun run, HttpLoad load) throws Exception {
    System.out.println(
        "| swaps | resident, MiB | anonymous, MiB | of files, MiB | loaded | failed |");
    System.out.println("|---|---|---|---|---|---|");
    for (int swap = 1; swap <= soak; swap++) {
      run.swap();
      if (swap % ROWS_EVERY == 0) {
        System.out.printf(
            Locale.ROOT,
            "| %d | %.0f | %.0f | %.0f | %.0f | %d |%n",
            swap,
            run.memoryMib("VmRSS"),
            run.memoryMib("RssAnon"),
            run.memoryMib("RssFile"),
            run.metric("eddyline_serving_model_loaded"),
            load.failures());
      }
    }
  }
}
