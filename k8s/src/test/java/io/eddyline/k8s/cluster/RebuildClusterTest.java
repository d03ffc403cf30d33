package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.standalone.TestData;
import io.eddyline.schemas.control.ControlLog;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is rebuilt by two processes beside the served one, and served when it is ordered. */
@Tag("slow")
class RebuildClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path LOGS = Path.of("target/rebuild-cluster");
  private static final int EVENTS = 3_000;
  private static final String NEXT = "next";
  private static final String STREAMS_HEARD = "eddyline_serving_overlay_learners";
  private static final String OWNED_ROWS = "eddyline_learner_rows{side=\"user\"}";
  private static final Map<String, String> SETTINGS =
      Map.of("eddyline.snapshots.interval", "1s", "eddyline.snapshots.min-interval", "500ms");

  @TempDir Path folder;

  @Test
  void aModelRebuiltByTwoProcessesIsServedWhenItIsOrderedAndNotBefore() throws Exception {
    EventTable events = TestData.movieTweetings(EVENTS);
    ClusterPlan plan = ClusterPlan.small(SETTINGS, ExactlyOnce.SETTINGS).withBrokers(1);
    try (EddylineCluster cluster = EddylineCluster.start(folder, LOGS, plan)) {
      Tier main = cluster.startLearner("learner");
      Tier ingest = cluster.startIngest("ingest");
      Tier builder = cluster.startSnapshots("builder");
      Tier serving = cluster.startServing("serving");
      try (EventLoad load = new EventLoad(events, ingest.url(), 5)) {
        ingest.awaitReady();
        main.awaitReady();
        builder.awaitReady();
        load.start();
        load.awaitMore(2_000);

        Tier rebuild =
            cluster.startRebuild(NEXT, "rebuild", "--rebuild-from=earliest", "--swap=never");
        rebuild.awaitReady();
        Tier helper = cluster.startLearnerOf(NEXT, "helper");
        helper.awaitMetric(OWNED_ROWS, 0);
        load.awaitMore(1_000);
        load.finish();
        ExactlyOnce.awaitLearnt(cluster, List.of(main), load, "the served model");
        ExactlyOnce.awaitLearnt(
            cluster, cluster.topics(NEXT), List.of(rebuild, helper), load, "the rebuilt model");
        rebuild.awaitMetric("eddyline_snapshot_version", 1);
        String user = events.userId(events.userOrdinal(0));
        serving.awaitReady();
        assertThat(servedModel(serving, user)).contains("\"name\":\"main\"");

        new ControlLog(cluster.kafka(), cluster.topics())
            .activate(NEXT, "by the test", System.currentTimeMillis());

        await()
            .atMost(PATIENCE)
            .until(() -> servedModel(serving, user).contains("\"name\":\"next\""));
        serving.awaitMetric(STREAMS_HEARD, 1);
      }
    }
  }

  private static String servedModel(Tier serving, String user) throws IOException {
    String id = URLEncoder.encode(user, StandardCharsets.UTF_8);
    return serving.get("/v1/users/" + id + "/recommendations").body();
  }
}
