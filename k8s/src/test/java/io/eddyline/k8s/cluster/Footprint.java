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
  /** What is sampled, and by how much its extreme may grow. */
  private enum Measure {
    /** Anonymous memory; the heap is touched beforehand, so what grows is native. */
    RESIDENT_MIB(1.10, 8),
    /** The old generation, of which the least is what survives a collection. */
    OLD_GENERATION_MIB(1.25, 8),
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
    add(
        Measure.OLD_GENERATION_MIB,
        tier.metric("jvm_memory_used_bytes{area=\"heap\",id=\"Tenured Gen\"}") / MIB);
    add(Measure.THREADS, tier.metric("jvm_threads_live_threads"));
    add(Measure.FILES, tier.metric("process_files_open_files"));
  }

  private void add(Measure measure, double value) {
    assertThat(value).as("%s of %s", measure, tier.name()).isNotNaN();
    samples.computeIfAbsent(measure, _ -> new ArrayList<>()).add(value);
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
            assertThat(extreme(measure, third(values, 2)))
                .as("%s of %s", measure, tier.name())
                .isLessThanOrEqualTo(
                    extreme(measure, third(values, 1)) * measure.factor + measure.margin));
  }

  private static double extreme(Measure measure, DoubleSummaryStatistics third) {
    return measure == Measure.OLD_GENERATION_MIB ? third.getMin() : third.getMax();
  }

  private static DoubleSummaryStatistics third(List<Double> values, int number) {
    int size = values.size() / 3;
    return values.subList(number * size, (number + 1) * size).stream()
        .mapToDouble(Double::doubleValue)
        .summaryStatistics();
  }
}
