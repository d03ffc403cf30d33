package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.standalone.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int EVENTS = 6_000;
  private static final Path LOGS = Path.of("target/cluster-kill");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "eddyline.topics.user-partitions", "2",
          "eddyline.topics.item-partitions", "2",
          "eddyline.learner.session-timeout-ms", "6000",
          "eddyline.cleaning.session-timeout-ms", "6000",
          // Popularity then is the count of an item's live pairs.
          "eddyline.learning.popularity-half-life", "1e15");

  @TempDir Path folder;

  private enum Victim {
    LEARNER,
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
    List<Victim> victims = new ArrayList<>(Collections.nCopies(10, Victim.LEARNER));
    victims.addAll(Collections.nCopies(6, Victim.INGEST));
    victims.addAll(Collections.nCopies(8, Victim.BROKER));
    killAndCount(victims, System.nanoTime());
  }

  private void killAndCount(List<Victim> victims, long seed) throws Exception {
    Random random = new Random(seed);
    List<Victim> order = new ArrayList<>(victims);
    Collections.shuffle(order, random);
    System.out.printf("seed %d: %s%n", seed, order);
    try (EddylineCluster cluster =
        EddylineCluster.start(folder, LOGS, ClusterPlan.small(SETTINGS))) {
      List<Tier> learners =
          List.of(cluster.startLearner("learner-a"), cluster.startLearner("learner-b"));
      Tier ingest = cluster.startIngest("ingest");
      try (EventLoad load = new EventLoad(TestData.movieTweetings(EVENTS), ingest.url(), seed)) {
        ingest.awaitReady();
        learners.forEach(Tier::awaitReady);
        load.start();
        for (Victim victim : order) {
          awaitMoreEvents(load, random.nextInt(200, 1_500));
          switch (victim) {
            case LEARNER -> {
              Tier learner = learners.get(random.nextInt(learners.size()));
              learner.process().kill();
              awaitMoreEvents(load, random.nextInt(1, 1_500));
              learner.restart();
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
              awaitMoreEvents(load, random.nextInt(1, 1_000));
              cluster.brokers().restart(broker);
            }
          }
        }
        awaitMoreEvents(load, 500);
        load.finish();
        awaitLearnt(cluster, learners, load, "seed " + seed);
      }
    }
  }

  private static void awaitMoreEvents(EventLoad load, int count) {
    long target = load.acknowledged() + count;
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              load.requireSound();
              return load.acknowledged() >= target;
            });
  }

  private static void awaitLearnt(
      EddylineCluster cluster, List<Tier> learners, EventLoad load, String message) {
    long distinct = load.acknowledged();
    await(message)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              assertThat(sum(learners, "eddyline_learner_trained_events_total"))
                  .as("trained events by the metric")
                  .isEqualTo((double) distinct);
              assertThat(LearntRows.read(cluster.kafka(), cluster.topics()).livePairs())
                  .as("live pairs by the items' progress")
                  .isEqualTo(distinct);
            });
    LearntRows rows = LearntRows.read(cluster.kafka(), cluster.topics());
    assertThat(rows.trainedEvents()).as(message).isEqualTo(distinct);
    assertThat(rows.eventsOfUsers()).as(message).isEqualTo(load.eventsOfUsers());
    assertThat(rows.livePairsOfItems()).as(message).isEqualTo(load.eventsOfItems());
  }

  private static double sum(List<Tier> learners, String metric) throws IOException {
    double sum = 0;
    for (Tier learner : learners) {
      sum += learner.metric(metric);
    }
    return sum;
  }
}
