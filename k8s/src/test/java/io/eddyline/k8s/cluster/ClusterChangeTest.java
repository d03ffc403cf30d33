package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.standalone.TestData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances of the learner join and leave under load, a learner and a snapshot builder end and
 * others take over: every event is learnt exactly once, and serving answers all the while.
 */
class ClusterChangeTest {
  private static final int EVENTS = 6_000;
  private static final Path LOGS = Path.of("target/cluster-change");
  private static final String OWNED_ROWS = "eddyline_learner_rows{side=\"user\"}";
  private static final String ACTIVE_BUILDER = "eddyline_snapshot_active";
  private static final String SERVED_VERSION = "eddyline_serving_model_version";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "eddyline.topics.user-partitions", "3",
          "eddyline.topics.item-partitions", "3",
          "eddyline.learner.session-timeout-ms", "6000",
          "eddyline.learner.recovery.transaction-timeout-ms", "3000",
          "eddyline.snapshots.session-timeout-ms", "6000",
          "eddyline.snapshots.interval", "1s",
          "eddyline.snapshots.min-interval", "500ms",
          // A partition moves at once, not after ten minutes beside its old owner.
          "eddyline.learner.recovery.acceptable-lag-records", "1000000");

  @TempDir Path folder;

  @Test
  void learnsEveryEventOnceAndAnswersWhileProcessesJoinAndLeave() throws Exception {
    long seed = System.nanoTime();
    System.out.printf("seed %d%n", seed);
    EventTable events = TestData.movieTweetings(EVENTS);
    ClusterPlan plan = ClusterPlan.small(SETTINGS, ExactlyOnce.SETTINGS);
    try (EddylineCluster cluster = EddylineCluster.start(folder, LOGS, plan)) {
      Tier stays = cluster.startLearner("learner-stays");
      Tier ingest = cluster.startIngest("ingest");
      Tier builder = cluster.startSnapshots("builder");
      Tier serving = cluster.startServing("serving");
      ingest.awaitReady();
      stays.awaitReady();
      try (EventLoad load = new EventLoad(events, ingest.url(), seed);
          Asker asker = new Asker(serving, events, seed)) {
        load.start();
        builder.awaitMetric(ACTIVE_BUILDER, 0);
        serving.awaitReady();
        asker.start();

        Tier stopped = cluster.startNamelessLearner("learner-stopped");
        Tier killed = cluster.startNamelessLearner("learner-killed");
        stopped.awaitMetric(OWNED_ROWS, 0);
        killed.awaitMetric(OWNED_ROWS, 0);
        assertThat(stopped.process().terminate()).isZero();
        killed.process().kill();
        load.awaitMore(500);

        Tier successor = cluster.startSnapshots("successor");
        successor.awaitReady();
        builder.process().kill();
        successor.awaitMetric(ACTIVE_BUILDER, 0);
        serving.awaitMetric(SERVED_VERSION, serving.metric(SERVED_VERSION));

        assertThat(stays.process().terminate()).isZero();
        stays.restart();
        load.awaitMore(500);
        load.finish();
        ExactlyOnce.awaitLearnt(cluster, List.of(stays), load, "seed " + seed);
        assertThat(asker.failures()).isEmpty();
        assertThat(asker.answered()).isPositive();
      }
    }
  }
}
