package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.bench.ThroughputRun.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Events a second that are trained for good, by pipeline, threads and instances. */
@Command(
    name = "throughput",
    description = "Events a second through Kafka, and the processor time of each process.",
    mixinStandardHelpOptions = true)
final class ThroughputCommand implements Callable<Integer> {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--pipeline", split = ",", description = "${COMPLETION-CANDIDATES}.")
  private List<Pipeline> pipelines = List.of(Pipeline.values());

  @Option(names = "--threads", split = ",", description = "Stream threads of an instance.")
  private List<Integer> threads = List.of(2);

  @Option(names = "--instances", split = ",", description = "Learner processes.")
  private List<Integer> instances = List.of(1);

  @Option(names = "--commit-ms", split = ",", description = "Milliseconds between commits.")
  private List<Integer> commitMs = List.of(100);

  @Option(
      names = "--warm-up",
      description = "Events before the clock starts; the data are published again if need be.")
  private long warmUp = 200_000;

  @Option(names = "--events", description = "Events that are measured.")
  private long measured = 300_000;

  @Option(names = "--record", description = "Flight recordings into the folders of the runs.")
  private boolean record;

  @Override
  public Integer call() throws Exception {
    EventTable events = options.events();
    System.out.println(
        "| pipeline | instances | threads | commit, ms | events/s | us of processor an event, by"
            + " process | together | of "
            + CORES
            + " cores at most, events/s |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Pipeline pipeline : pipelines) {
      for (int instanceCount : instances) {
        for (int threadCount : threads) {
          for (int commit : commitMs) {
            run(
                new ThroughputRun(events, warmUp, measured),
                pipeline,
                instanceCount,
                threadCount,
                commit);
          }
        }
      }
    }
    return 0;
  }

  private void run(
      ThroughputRun run, Pipeline pipeline, int instanceCount, int threadCount, int commit)
      throws Exception {
    Path folder = options.runFolder("throughput");
    List<String> recording =
        record
            ? List.of("-XX:StartFlightRecording=settings=profile,filename=" + folder + "/%p.jfr")
            : List.of();
    Map<String, String> settings =
        Map.of(
            "eddyline.learner.threads", Integer.toString(threadCount),
            "eddyline.learner.commit-interval-ms", Integer.toString(commit));
    Result result = run.run(pipeline, instanceCount, options.plan(settings, recording), folder);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d | %.0f | %s | %.1f | %.0f |%n",
        pipeline.name().toLowerCase(Locale.ROOT),
        instanceCount,
        threadCount,
        commit,
        result.eventsPerSecond(),
        result.cpuMicros().entrySet().stream()
            .map(cpu -> String.format(Locale.ROOT, "%s %.1f", cpu.getKey(), cpu.getValue()))
            .collect(Collectors.joining(", ")),
        result.totalCpuMicros(),
        1e6 * CORES / result.totalCpuMicros());
  }
}
