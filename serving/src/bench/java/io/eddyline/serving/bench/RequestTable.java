package io.eddyline.serving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;

/**
 * The results as Markdown, a line each under the headings of their benchmarks.
 *
 * <p>Threading: one thread.
 */
final class RequestTable {
  private static final String BEGIN = "<!-- request benchmark: begin -->";
  private static final String END = "<!-- request benchmark: end -->";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final StringBuilder text = new StringBuilder();

  RequestTable() {
    line("| what | us | ± | bytes allocated |");
    line("|---|---:|---:|---:|");
  }

  /** The results of one benchmark, each called by its method and parameters. */
  void section(String title, Collection<RunResult> results) {
    line("| **%s** | | | |".formatted(title));
    for (RunResult result : results) {
      line(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.0f |",
              name(result),
              result.getPrimaryResult().getScore(),
              result.getPrimaryResult().getScoreError(),
              Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore()));
    }
  }

  /** {@code aSessionOfMany} as words, then the values of the parameters. */
  private static String name(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    String words =
        benchmark
            .substring(benchmark.lastIndexOf('.') + 1)
            .replaceAll("([A-Z])", " $1")
            .toLowerCase(Locale.ROOT);
    String values =
        result.getParams().getParamsKeys().stream()
            .map(key -> key + " " + result.getParams().getParam(key))
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? words : words + ", " + values;
  }

  /** Replaces what stands between the marks of the document. */
  void writeInto(Path document) throws IOException {
    String old = Files.readString(document);
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("%s: expected the lines %s and %s".formatted(document, BEGIN, END));
    }
    Files.writeString(document, old.substring(0, begin) + BEGIN + "\n" + text + old.substring(end));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
