package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.ReadOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users and items that come and go, and versions that are swapped, while rows go over UDP: what the
 * learner and serving hold stays as it is. An hour; {@code -Deddyline.churn.minutes} says
 * otherwise.
 */
@Tag("slow")
class ChurnSoakTest {
  private static final int MINUTES = Integer.getInteger("eddyline.churn.minutes", 60);
  private static final int SAMPLES = 120;
  private static final int EVENTS = 400_000;
  private static final int MOST_OVERLAID_USERS = 1_500;
  private static final long SEED = 8;

  @TempDir Path folder;

  @Test
  void whatTheProcessesHoldStaysAsItIs() throws Exception {
    ClusterPlan plan =
        new ClusterPlan(
            1,
            List.of("-Xmx256m", "-XX:+UseSerialGC"),
            List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"),
            Map.of(
                "eddyline.topics.user-partitions",
                "2",
                "eddyline.topics.item-partitions",
                "2",
                "eddyline.snapshots.interval",
                "5s",
                "eddyline.learning.rows.expire-after-events",
                "10000",
                "eddyline.learning.rows.expire-users-after-events",
                "10000",
                "eddyline.serving.overlay.max-users",
                Integer.toString(MOST_OVERLAID_USERS)));
    try (EddylineCluster cluster = EddylineCluster.start(folder, folder.resolve("logs"), plan)) {
      Tier ingest = cluster.startIngest("ingest");
      Tier learner = cluster.startLearner("learner");
      Tier snapshots = cluster.startSnapshots("snapshots");
      Tier serving = cluster.startServing("serving");
      ingest.awaitReady();
      learner.awaitReady();
      EventTable events = events(folder.resolve("events.csv"));
      try (EventLoad load = new EventLoad(events, ingest.url(), SEED);
          Asker asker = new Asker(serving, events, SEED)) {
        load.start();
        snapshots.awaitReady();
        serving.awaitReady();
        asker.start();
        Footprint ofLearner = new Footprint(learner);
        Footprint ofServing = new Footprint(serving);
        double firstVersion = serving.metric("eddyline_serving_model_version");
        for (int sample = 0; sample < SAMPLES; sample++) {
          LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(MINUTES) / SAMPLES);
          ofLearner.sample();
          ofServing.sample();
          assertThat(serving.metric("eddyline_serving_overlay_rows{side=\"user\"}"))
              .isLessThanOrEqualTo(MOST_OVERLAID_USERS);
        }
        ofLearner.report();
        ofServing.report();
        ofLearner.requireFlat();
        ofServing.requireFlat();
        assertThat(serving.metric("eddyline_serving_model_version")).isGreaterThan(firstVersion);
        assertThat(serving.metric("eddyline_serving_overlay_rows_taken_total{source=\"stream\"}"))
            .isPositive();
        assertThat(asker.failures()).isEmpty();
        load.finish();
      }
    }
  }

  /** Users and items of a window that moves on: each is seen for a while and then no more. */
  private static EventTable events(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("user_id,item_id,timestamp\n");
      for (int event = 0; event < EVENTS; event++) {
        int user = event / 20 + random.nextInt(1_000);
        int item = event / 100 + random.nextInt(300);
        out.write("user-%d,item-%d,%d%n".formatted(user, item, 1_700_000_000L + event));
      }
    }
    return DataSetReader.read(DataFormat.of("csv"), ReadOptions.none(), List.of(file)).events();
  }
}
