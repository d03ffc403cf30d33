package io.eddyline.k8s.cluster;

import io.eddyline.k8s.standalone.TestData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of a cluster are killed at random moments under load; at the end every acknowledged
 * event is learnt exactly once, by its user and by its item.
 */
class ClusterKillTest {
  private static final int EVENTS = 6_000;
  /* More than the load can send until a silent learner loses its partitions. */
  private static final int EVENTS_IN_A_SESSION = 6_000;
  private static final Path LOGS = Path.of("target/cluster-kill");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "eddyline.topics.user-partitions", "2",
          "eddyline.topics.item-partitions", "2",
          "eddyline.learner.session-timeout-ms", "6000",
          "eddyline.cleaning.session-timeout-ms", "6000");

  @TempDir Path folder;

  private enum Victim {
    LEARNER,
    /** One that stands still until its partitions are another's, and then goes on. */
    FROZEN_LEARNER,
    INGEST,
    BROKER
  }

  @Test
  void learnsEveryEventExactlyOnceThoughALearnerIngestAndABrokerAreKilled() throws Exception {
    killAndCount(List.of(Victim.LEARNER, Victim.INGEST, Victim.BROKER), System.nanoTime());
  }

  @Test
  @Tag("slow")
  void learnsEveryEventExactlyOnceOverManyKills() throws Exception {
    List<Victim> victims = new ArrayList<>(Collections.nCopies(12, Victim.LEARNER));
    victims.addAll(Collections.nCopies(6, Victim.INGEST));
    victims.addAll(Collections.nCopies(8, Victim.BROKER));
    killAndCount(victims, System.nanoTime());
  }

  @Test
  @Tag("slow")
  void aLearnerThatStoodStillAndGoesOnLearnsNothingTwice() throws Exception {
    killAndCount(Collections.nCopies(2, Victim.FROZEN_LEARNER), System.nanoTime());
  }

  @Test
  void aKilledLearnerThatComesBackDoesNotWaitForItsTransactionToTimeOut() throws Exception {
    ClusterPlan plan =
        ClusterPlan.small(
                SETTINGS,
                ExactlyOnce.SETTINGS,
                Map.of("eddyline.learner.recovery.transaction-timeout-ms", "600000"))
            .withBrokers(1);
    try (EddylineCluster cluster = EddylineCluster.start(folder, LOGS, plan)) {
      Tier learner = cluster.startLearner("learner");
      Tier ingest = cluster.startIngest("ingest");
      try (EventLoad load = new EventLoad(TestData.movieTweetings(EVENTS), ingest.url(), 1)) {
        ingest.awaitReady();
        learner.awaitReady();
        load.start();
        learner.awaitMetric("eddyline_learner_trained_events_total", 500);
        learner.process().kill();
        learner.restart();
        load.awaitMore(100);
        load.finish();
        ExactlyOnce.awaitLearnt(cluster, List.of(learner), load, "killed while it learnt");
      }
    }
  }

  private void killAndCount(List<Victim> victims, long seed) throws Exception {
    Random random = new Random(seed);
    List<Victim> order = new ArrayList<>(victims);
    Collections.shuffle(order, random);
    System.out.printf("seed %d: %s%n", seed, order);
    try (EddylineCluster cluster =
        EddylineCluster.start(folder, LOGS, ClusterPlan.small(SETTINGS, ExactlyOnce.SETTINGS))) {
      List<Tier> learners =
          List.of(cluster.startLearner("learner-a"), cluster.startLearner("learner-b"));
      Tier ingest = cluster.startIngest("ingest");
      try (EventLoad load = new EventLoad(TestData.movieTweetings(EVENTS), ingest.url(), seed)) {
        ingest.awaitReady();
        learners.forEach(Tier::awaitReady);
        load.start();
        for (Victim victim : order) {
          load.awaitMore(random.nextInt(200, 1_500));
          switch (victim) {
            case LEARNER -> {
              Tier learner = learners.get(random.nextInt(learners.size()));
              learner.process().kill();
              load.awaitMore(random.nextInt(1, 1_500));
              learner.restart();
            }
            case FROZEN_LEARNER -> {
              Tier learner = learners.get(random.nextInt(learners.size()));
              learner.process().freeze();
              load.awaitMore(EVENTS_IN_A_SESSION);
              learner.process().thaw();
            }
            case INGEST -> {
              ingest.process().kill();
              ingest.restart();
              ingest.awaitReady();
            }
            case BROKER -> {
              cluster.brokers().awaitInSync();
              int broker = random.nextInt(cluster.brokers().size());
              cluster.brokers().process(broker).kill();
              load.awaitMore(random.nextInt(1, 1_000));
              cluster.brokers().restart(broker);
            }
          }
        }
        load.awaitMore(500);
        load.finish();
        ExactlyOnce.awaitLearnt(cluster, learners, load, "seed " + seed);
      }
    }
  }
}
