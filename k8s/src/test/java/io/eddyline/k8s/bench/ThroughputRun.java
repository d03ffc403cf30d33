package io.eddyline.k8s.bench;

import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.KafkaSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.ReplayReport;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.cluster.ClusterPlan;
import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.JvmProcess;
import io.eddyline.k8s.cluster.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * One measurement: events are published, warm the processes up, and are then counted as they are
 * trained, with the processor time that each process uses for them.
 */
final class ThroughputRun {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long MOST_WAITING = 20_000;
  private static final int BATCH_EVENTS = 500;
  private static final int LANES = 4;

  private final EventTable events;
  private final long warmUpEvents;
  private final long measuredEvents;

  /**
   * @param events published again, under other ids, if warm-up and measurement take more
   * @param warmUpEvents trained before the clock starts
   * @param measuredEvents trained while it runs
   */
  ThroughputRun(EventTable events, long warmUpEvents, long measuredEvents) {
    this.events = events;
    this.warmUpEvents = warmUpEvents;
    this.measuredEvents = measuredEvents;
  }

  /**
   * What was measured.
   *
   * @param eventsPerSecond by the clock on the wall
   * @param cpuMicros processor time an event, by process
   */
  record Result(double eventsPerSecond, Map<String, Double> cpuMicros) {
    double totalCpuMicros() {
      return cpuMicros.values().stream().mapToDouble(micros -> micros).sum();
    }
  }

  Result run(Pipeline pipeline, int instances, ClusterPlan plan, Path folder)
      throws IOException, InterruptedException {
    try (EddylineCluster cluster = EddylineCluster.start(folder, folder.resolve("logs"), plan);
        Backlog backlog =
            new Backlog(
                new KafkaSink(cluster.kafka(), cluster.topics()),
                pipeline == Pipeline.LEARNER ? warmUpEvents + measuredEvents : MOST_WAITING)) {
      Map<String, JvmProcess> measured = new LinkedHashMap<>();
      measured.put("broker", cluster.brokers().process(0));
      if (pipeline == Pipeline.LEARNER) {
        publish(backlog);
        clean(cluster);
      } else {
        measured.put("ingest", started(cluster.startIngest("ingest")));
      }
      if (pipeline == Pipeline.ALL) {
        measured.put("snapshots", cluster.startSnapshots("snapshots").process());
      }
      Learners learners = Learners.start(cluster, instances);
      learners.instances().forEach(learner -> measured.put(learner.name(), learner.process()));
      if (pipeline == Pipeline.LEARNER) {
        return measure(learners, measured, backlog);
      }
      learners.awaitReady();
      Thread publisher = Thread.ofPlatform().daemon().start(() -> publish(backlog));
      Result result = measure(learners, measured, backlog);
      publisher.join();
      return result;
    }
  }

  private Result measure(Learners learners, Map<String, JvmProcess> processes, Backlog backlog)
      throws IOException {
    awaitTrained(learners, warmUpEvents, backlog);
    long startNs = System.nanoTime();
    long first = learners.trained();
    CpuTimes before = CpuTimes.of(processes);
    awaitTrained(learners, warmUpEvents + measuredEvents, backlog);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    long count = learners.trained() - first;
    CpuTimes after = CpuTimes.of(processes);
    Map<String, Double> micros = new LinkedHashMap<>();
    processes.keySet().forEach(name -> micros.put(name, after.microsAnEvent(before, name, count)));
    learners.terminate();
    return new Result(count / seconds, micros);
  }

  private void publish(Backlog backlog) {
    ReplayConfig config = new ReplayConfig(0, BATCH_EVENTS, LANES, PATIENCE.toMillis());
    long left = warmUpEvents + measuredEvents;
    for (int pass = 0; left > 0; pass++) {
      EventTable part = events.first((int) Math.min(left, events.size()));
      backlog.startPass(pass);
      ReplayReport _ = new Replayer(config, backlog, (done, total) -> {}).run(part, List.of());
      left -= part.size();
    }
  }

  private static JvmProcess started(Tier tier) {
    tier.awaitReady();
    return tier.process();
  }

  /** Cleans all events, and ends the cleaning. */
  private static void clean(EddylineCluster cluster) {
    Tier ingest = cluster.startIngest("ingest");
    try (Admin admin = Admin.create(cluster.kafka())) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  GroupLag.of(
                          admin,
                          cluster.topics().cleaningApplicationId(),
                          cluster.topics().events().name())
                      == 0);
    }
    ingest.process().terminate();
  }

  private static void awaitTrained(Learners learners, long count, Backlog backlog) {
    await()
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              long trained = learners.trained();
              backlog.trained(trained);
              return trained >= count;
            });
  }
}
