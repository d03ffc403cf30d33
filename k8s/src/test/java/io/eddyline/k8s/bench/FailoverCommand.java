package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.KafkaSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.ReplayReport;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.Tier;
import io.eddyline.k8s.recovery.RowLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long users of a learner that is killed wait until their events are learnt again: by rows, by
 * standbys, and by whether the process comes back, as a pod does, or not.
 */
@Command(
    name = "failover",
    description = "Seconds in which no row of a killed learner's partitions is committed.",
    mixinStandardHelpOptions = true)
final class FailoverCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int BATCH_EVENTS = 50;
  private static final int LANES = 2;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--rows",
      split = ",",
      description = "Users, and as many items, that the learners hold.")
  private List<Integer> rows = List.of(10_000, 100_000);

  @Option(names = "--standbys", split = ",", description = "Standby replicas.")
  private List<Integer> standbys = List.of(0, 1);

  @Option(names = "--rate", description = "Events a second.")
  private int rate = 500;

  @Option(names = "--session-ms", description = "Until a silent learner is taken for dead.")
  private int sessionMs = 6_000;

  @Option(names = "--before", description = "Seconds of load before the kill.")
  private int beforeSeconds = 15;

  @Option(names = "--after", description = "Seconds of load after the kill.")
  private int afterSeconds = 40;

  @Override
  public Integer call() throws Exception {
    EventTable events = options.events().first(2 * rate * (beforeSeconds + afterSeconds));
    System.out.printf("a silent learner is taken for dead after %d ms%n%n", sessionMs);
    System.out.println("| users and items | standbys | the killed one | before, s | after, s |");
    System.out.println("|---|---|---|---|---|");
    for (int count : rows) {
      for (int replicas : standbys) {
        for (boolean comesBack : List.of(false, true)) {
          Outcome outcome = run(events, count, replicas, comesBack);
          System.out.printf(
              Locale.ROOT,
              "| %,d | %d | %s | %.1f | %.1f |%n",
              count,
              replicas,
              comesBack ? "comes back" : "stays away",
              outcome.before(),
              outcome.after());
        }
      }
    }
    return 0;
  }

  /** Longest silences of a partition, in seconds, before and after the kill. */
  private record Outcome(double before, double after) {}

  private Outcome run(EventTable events, int count, int replicas, boolean comesBack)
      throws Exception {
    Path folder = options.runFolder("failover");
    Map<String, String> settings =
        Map.of(
            "eddyline.learner.standby-replicas", Integer.toString(replicas),
            "eddyline.learner.session-timeout-ms", Integer.toString(sessionMs));
    try (EddylineCluster cluster =
        EddylineCluster.start(folder, folder.resolve("logs"), options.plan(settings, List.of()))) {
      RowLogs logs = new RowLogs(cluster.brokers().bootstrapServers());
      logs.writeUsers(cluster.topics().userRows(), count);
      logs.writeItems(cluster.topics().itemRows(), count);
      Tier ingest = cluster.startIngest("ingest");
      Learners learners = Learners.start(cluster, 2);
      ingest.awaitReady();
      learners.awaitReady();
      Thread publisher = Thread.ofPlatform().daemon().start(() -> publish(cluster, events));
      try (RowSilences silences = RowSilences.ofEnd(cluster.kafka(), cluster.topics().userRows())) {
        silences.read(Duration.ofSeconds(beforeSeconds));
        double before = silences.longestSeconds();
        Tier victim = learners.instances().getFirst();
        victim.process().kill();
        if (comesBack) {
          victim.restart();
        }
        silences.read(Duration.ofSeconds(afterSeconds));
        return new Outcome(before, silences.longestSeconds());
      } finally {
        publisher.interrupt();
      }
    }
  }

  private void publish(EddylineCluster cluster, EventTable events) {
    try (KafkaSink sink = new KafkaSink(cluster.kafka(), cluster.topics())) {
      ReplayReport _ =
          new Replayer(
                  new ReplayConfig(rate, BATCH_EVENTS, LANES, PATIENCE.toMillis()),
                  sink,
                  (done, total) -> {})
              .run(events, List.of());
    }
  }
}
