package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.standalone.TestData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only broker is away for minutes, or slow: everything waits, and goes on by itself. */
@Tag("slow")
class OutageTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration AWAY = Duration.ofMinutes(2);
  private static final Path LOGS = Path.of("target/outage");
  private static final int EVENTS = 6_000;
  private static final String BUILT_VERSION = "eddyline_snapshot_version";
  private static final String LAG = "eddyline_learner_lag_records";

  /* A tenth of what the learner writes at full speed. */
  private static final double SLOW_BYTES_A_SECOND = 400_000;

  @TempDir Path folder;

  @Test
  void everyTierResumesByItselfAfterTwoMinutesWithoutABroker() throws Exception {
    ClusterPlan plan = ClusterPlan.small(ExactlyOnce.SETTINGS).withBrokers(1);
    try (EddylineCluster cluster = EddylineCluster.start(folder, LOGS, plan)) {
      Tier learner = cluster.startLearner("learner");
      Tier ingest = cluster.startIngest("ingest");
      Tier builder = cluster.startSnapshots("builder");
      try (EventLoad load = new EventLoad(TestData.movieTweetings(EVENTS), ingest.url(), 3)) {
        ingest.awaitReady();
        learner.awaitReady();
        builder.awaitReady();
        load.start();
        load.awaitMore(1_000);
        cluster.brokers().process(0).kill();
        long goneNs = System.nanoTime();
        await().atMost(PATIENCE).until(() -> System.nanoTime() - goneNs > AWAY.toNanos());
        double builtBefore = builder.metric(BUILT_VERSION);

        cluster.brokers().restart(0);

        load.awaitMore(1_000);
        load.finish();
        ExactlyOnce.awaitLearnt(cluster, List.of(learner), load, "two minutes without a broker");
        builder.awaitMetric(BUILT_VERSION, builtBefore);
      }
    }
  }

  @Test
  void aBrokerThatTakesLittleDoesNotFillTheMemory() throws Exception {
    ClusterPlan plan =
        ClusterPlan.small(ExactlyOnce.SETTINGS).withBrokers(1).withTierHeap("-Xmx160m");
    try (EddylineCluster cluster = EddylineCluster.start(folder, LOGS, plan)) {
      Tier learner = cluster.startLearner("learner");
      Tier ingest = cluster.startIngest("ingest");
      try (EventLoad load = new EventLoad(TestData.movieTweetings(EVENTS), ingest.url(), 4)) {
        ingest.awaitReady();
        learner.awaitReady();
        limitProducers(cluster, SLOW_BYTES_A_SECOND);
        load.start();
        load.awaitMore(12_000);
        assertThat(learner.metric(LAG)).as("interactions that wait in Kafka").isGreaterThan(1_000);

        limitProducers(cluster, null);

        load.finish();
        ExactlyOnce.awaitLearnt(cluster, List.of(learner), load, "a slow broker");
        learner.process().requireAlive();
        ingest.process().requireAlive();
      }
    }
  }

  /** Bytes a second that the broker takes of each producer; null: as many as come. */
  private static void limitProducers(EddylineCluster cluster, @Nullable Double bytesASecond)
      throws Exception {
    ClientQuotaEntity everyClient = new ClientQuotaEntity(defaultClient());
    ClientQuotaAlteration.Op limit =
        new ClientQuotaAlteration.Op("producer_byte_rate", bytesASecond);
    try (Admin admin = Admin.create(cluster.kafka())) {
      admin
          .alterClientQuotas(List.of(new ClientQuotaAlteration(everyClient, List.of(limit))))
          .all()
          .get();
    }
  }

  /* In Kafka's own form a missing name stands for every client without a quota of its own. */
  private static Map<String, @Nullable String> defaultClient() {
    Map<String, @Nullable String> entity = new HashMap<>();
    entity.put(ClientQuotaEntity.CLIENT_ID, null);
    return entity;
  }
}
