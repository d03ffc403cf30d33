package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a process holds, sampled over time. Compared are the second third of the samples and the
 * last; the first is for compilers and caches.
 *
 * <p>Threading: one thread.
 */
final class Footprint {
  /** What is sampled, and by how much the most of it may grow. */
  private enum Measure {
    /** Anonymous memory; the heap is touched beforehand, so what grows is native. */
    RESIDENT_MIB(1.10, 8),
    /** What of the heap survives a collection. */
    LIVE_HEAP_MIB(1.15, 4),
    THREADS(1, 3),
    FILES(1, 16);

    private final double factor;
    private final double margin;

    Measure(double factor, double margin) {
      this.factor = factor;
      this.margin = margin;
    }
  }

  private static final double MIB = 1 << 20;

  private final Tier tier;
  private final Map<Measure, List<Double>> samples = new EnumMap<>(Measure.class);

  Footprint(Tier tier) {
    this.tier = tier;
    for (Measure measure : Measure.values()) {
      samples.put(measure, new ArrayList<>());
    }
  }

  void sample() throws IOException {
    add(Measure.RESIDENT_MIB, residentMib());
    collect();
    add(
        Measure.LIVE_HEAP_MIB,
        tier.metric("jvm_memory_used_bytes{area=\"heap\",id=\"Tenured Gen\"}") / MIB);
    add(Measure.THREADS, tier.metric("jvm_threads_live_threads"));
    add(Measure.FILES, tier.metric("process_files_open_files"));
  }

  private void add(Measure measure, double value) {
    assertThat(value).as("%s of %s", measure, tier.name()).isNotNaN();
    samples.computeIfAbsent(measure, _ -> new ArrayList<>()).add(value);
  }

  /** Lets the process collect its garbage. */
  private void collect() throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String pid = Long.toString(tier.process().pid());
    Process process =
        new ProcessBuilder(jcmd.toString(), pid, "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.onExit().join().exitValue()).as("jcmd of %s", tier.name()).isZero();
  }

  private double residentMib() throws IOException {
    Path status = Path.of("/proc", Long.toString(tier.process().pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("RssAnon:")) {
        return Double.parseDouble(line.replaceAll("\\D+", "")) / 1024;
      }
    }
    return Double.NaN;
  }

  /** Prints each third. */
  void report() {
    samples.forEach(
        (measure, values) ->
            System.out.printf(
                Locale.ROOT,
                "%s %s: %s | %s | %s%n",
                tier.name(),
                measure,
                text(third(values, 0)),
                text(third(values, 1)),
                text(third(values, 2))));
  }

  private static String text(DoubleSummaryStatistics third) {
    return String.format(Locale.ROOT, "%.1f to %.1f", third.getMin(), third.getMax());
  }

  /** Nothing has grown. */
  void requireFlat() {
    samples.forEach(
        (measure, values) ->
            assertThat(third(values, 2).getMax())
                .as("%s of %s", measure, tier.name())
                .isLessThanOrEqualTo(third(values, 1).getMax() * measure.factor + measure.margin));
  }

  private static DoubleSummaryStatistics third(List<Double> values, int number) {
    int size = values.size() / 3;
    return values.subList(number * size, (number + 1) * size).stream()
        .mapToDouble(Double::doubleValue)
        .summaryStatistics();
  }
}
