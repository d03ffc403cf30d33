package io.eddyline.learner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;

/**
 * The results as Markdown, each beside the peaks of the same run.
 *
 * <pre>
 *   Gflop/s = 8 d n (R + 1) / time      n dot products and n weighted rows, twice a step: both sides
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class StepTable {
  private static final String BEGIN = "<!-- step benchmark: begin -->";
  private static final String END = "<!-- step benchmark: end -->";
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double FLOPS_PER_PRODUCT = 8;
  private static final double HISTORY_BYTES = 20 * 64 * Float.BYTES;

  private final StringBuilder text = new StringBuilder();
  private double peakGflops;
  private double peakGigabytes;
  private double firstUs;

  /** Takes the peaks of the machine, to be called first. */
  void peaks(Collection<RunResult> results) {
    for (RunResult result : results) {
      if (result.getParams().getBenchmark().endsWith("multiplyAdd")) {
        peakGflops = MachinePeakBenchmark.FLOPS / us(result) / 1e3;
      } else {
        peakGigabytes = MachinePeakBenchmark.BYTES / us(result) / 1e3;
      }
    }
    line(
        String.format(
            Locale.ROOT,
            "One core's peaks in this run: %.1f Gflop/s of fused multiply-adds, %.1f GB/s read.\n",
            peakGflops,
            peakGigabytes));
    line("| step | us an event | ± | to the first | Gflop/s | of the peak | bytes allocated |");
    line("|---|---:|---:|---:|---:|---:|---:|");
  }

  void section(String title) {
    line(String.format(Locale.ROOT, "| **%s** | | | | | | |", title));
  }

  /** A row of {@link StepBenchmark}. */
  void step(String name, Collection<RunResult> results) {
    for (RunResult result : results) {
      double products =
          parameter(result, "dimension")
              * parameter(result, "negatives")
              * (parameter(result, "replays") + 1);
      row(name, result, FLOPS_PER_PRODUCT * products / us(result) / 1e3);
    }
  }

  /** A row of {@link RowGatherBenchmark}; its share is that of the memory's peak. */
  void gather(String rows, Collection<RunResult> results) {
    for (RunResult result : results) {
      double gigabytes = HISTORY_BYTES / us(result) / 1e3;
      line(
          String.format(
              Locale.ROOT,
              "| %s | %.3f | %.3f | | %.1f GB/s | %.0f %% | %.0f |",
              rows,
              us(result),
              error(result),
              gigabytes,
              100 * gigabytes / peakGigabytes,
              allocated(result)));
    }
  }

  /**
   * Rows of {@link KernelBenchmark}; products and weighted sums have a share of the peak.
   *
   * @param suffix behind each name
   */
  void kernels(String suffix, Collection<RunResult> results) {
    for (RunResult result : results) {
      String benchmark = result.getParams().getBenchmark();
      String name = benchmark.substring(benchmark.lastIndexOf('.') + 1);
      double gflops = KernelBenchmark.FLOPS / us(result) / 1e3;
      boolean multiplies = name.startsWith("scores") || name.startsWith("weightedSum");
      line(
          String.format(
              Locale.ROOT,
              "| %s%s | %.3f | %.3f | | %s | %.0f |",
              name,
              suffix,
              us(result),
              error(result),
              multiplies
                  ? String.format(Locale.ROOT, "%.1f | %.1f %%", gflops, 100 * gflops / peakGflops)
                  : "|",
              allocated(result)));
    }
  }

  private void row(String name, RunResult result, double gflops) {
    firstUs = firstUs == 0 ? us(result) : firstUs;
    line(
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.2f | %.2f | %.1f | %.1f %% | %.0f |",
            name,
            us(result),
            error(result),
            us(result) / firstUs,
            gflops,
            100 * gflops / peakGflops,
            allocated(result)));
  }

  /** Replaces what stands between the marks of the document. */
  void writeInto(Path document) throws IOException {
    String old = Files.readString(document);
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("%s: expected the lines %s and %s".formatted(document, BEGIN, END));
    }
    String changed = old.substring(0, begin) + BEGIN + "\n" + text + old.substring(end);
    Files.writeString(document, changed);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static double us(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private static double error(RunResult result) {
    return result.getPrimaryResult().getScoreError();
  }

  private static double allocated(RunResult result) {
    return Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore();
  }

  private static double parameter(RunResult result, String name) {
    return Double.parseDouble(result.getParams().getParam(name));
  }
}
