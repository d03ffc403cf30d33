package io.eddyline.learner.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and writes their table into the document that the argument names. */
public final class BenchMain {
  private static final Map<String, String> NONE = Map.of();

  private BenchMain() {}

  /**
   * Runs everything, one process after the other.
   *
   * @param arguments the document, and anything more for a first look: one short round each
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    StepTable table = new StepTable();
    boolean glance = arguments.length > 1;
    table.peaks(run(options(MachinePeakBenchmark.class, NONE, glance)));
    table.section("default: d = 64, 64 negatives, 1 replay, 10,000 items");
    for (String width : new String[] {"", "-XX:UseAVX=2", "-XX:MaxVectorSize=16"}) {
      ChainedOptionsBuilder options = options(StepBenchmark.class, NONE, glance);
      table.step(
          width.isEmpty() ? "widest vectors" : width,
          run(width.isEmpty() ? options : options.jvmArgsAppend(width)));
    }
    table.step(
        "scalar kernels",
        run(options(StepBenchmark.class, NONE, glance).jvmArgsAppend("-Deddyline.kernels=scalar")));
    sweep(table, "dimension", glance, "16", "32", "64", "128", "256");
    sweep(table, "negatives", glance, "16", "64", "256", "512");
    sweep(table, "replays", glance, "0", "1", "2", "4");
    sweep(table, "rows", glance, "10000", "100000", "1000000");
    sweep(table, "teleported", glance, "0", "0.12", "0.25");
    table.section("by rows, d = 16, no neighbours: ten million of more have no room here");
    for (String rows : new String[] {"10000", "100000", "1000000", "10000000"}) {
      table.step(
          rows,
          run(
              options(
                      StepBenchmark.class,
                      Map.of("rows", rows, "dimension", "16", "neighbours", "0"),
                      glance)
                  .jvmArgsAppend("-Xmx14g")));
    }
    table.section("20 rows read from a table of");
    for (String rows : new String[] {"10000", "100000", "1000000", "10000000"}) {
      table.gather(rows, run(options(RowGatherBenchmark.class, Map.of("rows", rows), glance)));
    }
    table.section("kernels over 64 keys of 64 dimensions out of a queue of 1,024");
    table.kernels("", run(options(KernelBenchmark.class, NONE, glance)));
    table.kernels(
        ", scalar",
        run(
            options(KernelBenchmark.class, NONE, glance)
                .jvmArgsAppend("-Deddyline.kernels=scalar")));
    table.writeInto(Path.of(arguments[0]));
  }

  private static void sweep(StepTable table, String parameter, boolean glance, String... values)
      throws RunnerException {
    table.section("by " + parameter);
    for (String value : values) {
      table.step(value, run(options(StepBenchmark.class, Map.of(parameter, value), glance)));
    }
  }

  private static ChainedOptionsBuilder options(
      Class<?> benchmark, Map<String, String> parameters, boolean glance) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName() + "\\.")
            .forks(1)
            .warmupIterations(glance ? 1 : 3)
            .warmupTime(TimeValue.milliseconds(700))
            .measurementIterations(glance ? 1 : 5)
            .measurementTime(TimeValue.milliseconds(700))
            .addProfiler(GCProfiler.class);
    parameters.forEach(options::param);
    return options;
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run();
  }
}
