package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clicks that are in the next list without a new snapshot, between processes: changed rows go over
 * UDP.
 */
class OwnClicksTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String FROM_STREAM =
      "eddyline_serving_overlay_rows_taken_total{source=\"stream\"}";

  @TempDir Path folder;
  private final OwnClicks own = new OwnClicks();

  @Test
  void aClickIsInTheNextListAndAfterTheLearnerWasKilledToo() throws Exception {
    ClusterPlan plan =
        ClusterPlan.small(
                Map.of("eddyline.topics.user-partitions", "2"),
                Map.of("eddyline.topics.item-partitions", "2"),
                Map.of("eddyline.snapshots.interval", "1h"),
                Map.of("eddyline.learner.session-timeout-ms", "6000"))
            .withBrokers(1);
    try (EddylineCluster cluster = EddylineCluster.start(folder, folder.resolve("logs"), plan)) {
      Tier ingest = cluster.startIngest("ingest");
      Tier learner = cluster.startLearner("learner");
      Tier snapshots = cluster.startSnapshots("snapshots");
      Tier serving = cluster.startServing("serving");
      ingest.awaitReady();
      learner.awaitReady();
      snapshots.awaitReady();
      serving.awaitReady();
      String version =
          own.list(serving, "anna", own.click(ingest, "bob", "b")).at("/model/version").asText();

      own.awaitApplied(serving, "anna", own.click(ingest, "anna", "a"));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(own.items(serving, "anna")).contains("b").doesNotContain("a"));
      assertThat(serving.metric(FROM_STREAM)).as("%s", cluster).isPositive();

      learner.process().kill();
      learner.restart();
      learner.awaitReady();
      own.awaitApplied(serving, "anna", own.click(ingest, "anna", "b"));

      assertThat(own.items(serving, "anna")).doesNotContain("a", "b");
      assertThat(own.list(serving, "anna", "").at("/model/version").asText()).isEqualTo(version);
    }
  }
}
