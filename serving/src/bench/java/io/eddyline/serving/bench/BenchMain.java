package io.eddyline.serving.bench;

import io.eddyline.serving.http.AnswerBenchmark;
import io.eddyline.serving.http.RequestCheckBenchmark;
import io.eddyline.serving.model.QueryBiasBenchmark;
import io.eddyline.serving.retrieve.LaidItemsBenchmark;
import io.eddyline.serving.retrieve.QueryBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and writes their table into the document that the argument names. */
public final class BenchMain {
  private BenchMain() {}

  /**
   * Runs everything, one process after the other.
   *
   * @param arguments the document, and anything more for a first look: one short round each
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    boolean glance = arguments.length > 1;
    RequestTable table = new RequestTable();
    table.section(
        "check of a request against the document", run(RequestCheckBenchmark.class, glance));
    table.section("filter, read", run(FilterTextBenchmark.class, glance));
    table.section(
        "filter, its mask over 100,000 items made", run(FilterMaskBenchmark.class, glance));
    table.section(
        "bias of a request with that mask, as the graph takes it",
        run(QueryBiasBenchmark.class, glance));
    table.section("query: a history of 20 items, 200 seen", run(QueryBenchmark.class, glance));
    table.section(
        "laid items ranked and merged, d = 64, 10 results; one row laid",
        run(LaidItemsBenchmark.class, glance));
    table.section("10 places rearranged, d = 64", run(RearrangingBenchmark.class, glance));
    table.section("answer of 10 items as JSON", run(AnswerBenchmark.class, glance));
    table.writeInto(Path.of(arguments[0]));
  }

  private static Collection<RunResult> run(Class<?> benchmark, boolean glance)
      throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .forks(1)
                .warmupIterations(glance ? 1 : 3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(glance ? 1 : 5)
                .measurementTime(TimeValue.milliseconds(500))
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }
}
