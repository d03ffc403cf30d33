package io.eddyline.k8s.bench;

import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.KafkaSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.ReplayReport;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.cluster.EddylineCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Live quality of several instances of the learner against that of one. */
@Command(
    name = "instances",
    description =
        "NDCG@10 of events that are ranked before they are trained, by instances and speed.",
    mixinStandardHelpOptions = true)
final class InstancesCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration POLL = Duration.ofMillis(500);

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--instances", split = ",", description = "Learner processes.")
  private List<Integer> instances = List.of(1, 2, 4);

  @Option(names = "--rate", split = ",", description = "Events a second; 0: as fast as it goes.")
  private List<Integer> rates = List.of(2000, 0);

  @Option(names = "--events", description = "Events of the data that are used.")
  private int eventCount = 100_000;

  @Override
  public Integer call() throws Exception {
    EventTable events = options.events().first(eventCount);
    System.out.println(
        "| instances | events/s asked | events/s | ranked | NDCG@10 | to the first |");
    System.out.println("|---|---|---|---|---|---|");
    for (int rate : rates) {
      double first = Double.NaN;
      for (int count : instances) {
        Outcome outcome = run(events, count, rate);
        first = Double.isNaN(first) ? outcome.ndcg() : first;
        System.out.printf(
            Locale.ROOT,
            "| %d | %s | %.0f | %d | %.4f | %+.1f %% |%n",
            count,
            rate == 0 ? "all" : Integer.toString(rate),
            outcome.eventsPerSecond(),
            outcome.ranked(),
            outcome.ndcg(),
            100 * (outcome.ndcg() / first - 1));
      }
    }
    return 0;
  }

  private record Outcome(double eventsPerSecond, long ranked, double ndcg) {}

  private Outcome run(EventTable events, int count, int rate) throws IOException {
    Path folder = options.runFolder("instances");
    Map<String, String> settings =
        Map.of(
            "eddyline.learner.threads", "1",
            "eddyline.learner.rank-every", "1",
            "eddyline.learner.rank-budget", "1");
    try (EddylineCluster cluster =
            EddylineCluster.start(
                folder, folder.resolve("logs"), options.plan(settings, List.of()));
        KafkaSink sink = new KafkaSink(cluster.kafka(), cluster.topics())) {
      cluster.startIngest("ingest").awaitReady();
      Learners learners = Learners.start(cluster, count);
      learners.awaitReady();
      long startNs = System.nanoTime();
      ReplayReport report =
          new Replayer(ReplayConfig.atRate(rate), sink, (done, total) -> {}).run(events, List.of());
      await()
          .atMost(PATIENCE)
          .pollInterval(POLL)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> learners.trained() >= report.acceptedEvents() && learners.lead() == 0);
      double seconds = (System.nanoTime() - startNs) / 1e9;
      return new Outcome(events.size() / seconds, learners.ranked(), learners.ndcg());
    }
  }
}
