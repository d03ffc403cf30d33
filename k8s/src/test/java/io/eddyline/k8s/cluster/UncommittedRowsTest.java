package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.standalone.TestData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A learner is killed with its transaction open, after serving has shown rows of it that were never
 * committed: at the end that serving process answers every user as one does that has read nothing
 * but the log.
 *
 * <p>Whoever goes on learns the same events once more and by that most of the same rows, which then
 * are of a newer epoch. A successor that replays nothing leaves those alone that only the killed
 * learner's replays changed: of them the log has what was committed before.
 */
@Tag("slow")
class UncommittedRowsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path LOGS = Path.of("target/uncommitted-rows");
  private static final int EVENTS = 20_000;
  private static final int ATTEMPTS = 20;
  private static final int CLICKS = 4;
  private static final String SERVED_VERSION = "eddyline_serving_model_version";
  private static final String FROM_STREAM =
      "eddyline_serving_overlay_rows_taken_total{source=\"stream\"}";
  private static final String CATCHING_UP = "eddyline_serving_overlay_catching_up";

  @TempDir Path folder;
  private final OwnClicks own = new OwnClicks();
  private final Set<String> clickers = new TreeSet<>();

  @Test
  void whatAKilledLearnerDidNotCommitIsGoneOnceItIsBack() throws Exception {
    killAndCompare(
        (cluster, killed) -> {
          killed.restart();
          return killed;
        });
  }

  @Test
  void whatAKilledLearnerDidNotCommitIsGoneOnceAnotherHasTakenOver() throws Exception {
    killAndCompare(
        (cluster, _) ->
            cluster.startLearner("successor", Map.of("eddyline.learning.replays", "0")));
  }

  /** Makes somebody go on in the place of a killed learner. */
  private interface Succession {
    Tier goOn(EddylineCluster cluster, Tier killed);
  }

  private void killAndCompare(Succession succession) throws Exception {
    EventTable events = TestData.movieTweetings(EVENTS);
    ClusterPlan plan =
        ClusterPlan.small(
                Map.of("eddyline.topics.user-partitions", "2"),
                Map.of("eddyline.topics.item-partitions", "2"),
                Map.of("eddyline.learner.commit-interval-ms", "3000"),
                Map.of("eddyline.learner.max-lead-events", "1000000"),
                Map.of("eddyline.learner.session-timeout-ms", "6000"),
                Map.of("eddyline.snapshots.max-events", "500"))
            .withBrokers(1);
    try (EddylineCluster cluster = EddylineCluster.start(folder, LOGS, plan)) {
      Tier learner = cluster.startLearner("learner");
      Tier ingest = cluster.startIngest("ingest");
      Tier builder = cluster.startSnapshots("builder");
      Tier lived = cluster.startServing("lived");
      try (EventLoad load = new EventLoad(events, ingest.url(), 6)) {
        ingest.awaitReady();
        learner.awaitReady();
        load.start();
        // A version with rows, and soon the last one: at the end both processes serve the same.
        lived.awaitMetric(SERVED_VERSION, 1);
        assertThat(builder.process().terminate()).isZero();

        killWithOpenTransaction(cluster, learner, ingest, lived, events);
        Tier successor = succession.goOn(cluster, learner);
        lived.awaitMetric(FROM_STREAM, lived.metric(FROM_STREAM));
        load.awaitMore(500);
        load.finish();
        awaitLearnt(cluster, load);
        successor.process().requireAlive();

        Set<String> users = new TreeSet<>(clickers);
        users.addAll(load.eventsOfUsers().keySet());
        Tier fresh = cluster.startServing("fresh");
        fresh.awaitReady();
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(lived.metric(CATCHING_UP)).isZero();
                  assertThat(fresh.metric(CATCHING_UP)).isZero();
                });
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(
                            ServedLists.of(lived, users).differences(ServedLists.of(fresh, users)))
                        .as("lists of %d users that are not those of the log", users.size())
                        .isEmpty());
      }
    }
  }

  /**
   * Kills the learner when serving has shown clicks that the log does not have, and never will of
   * this learner's transaction.
   */
  private void killWithOpenTransaction(
      EddylineCluster cluster, Tier learner, Tier ingest, Tier serving, EventTable events)
      throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Set<String> shown = clickAndSee(attempt, ingest, serving, events);
      Set<String> uncommitted = notIn(log(cluster), shown);
      if (uncommitted.isEmpty()) {
        continue;
      }
      learner.process().kill();
      Set<String> lost = notIn(log(cluster), uncommitted);
      System.out.printf("attempt %d: shown and not committed: %s%n", attempt, lost);
      if (!lost.isEmpty()) {
        return;
      }
      learner.restart();
      learner.awaitReady();
    }
    throw new AssertionError("every click was committed before the learner was killed");
  }

  /** Users whose click serving has shown, each of its own. */
  private Set<String> clickAndSee(int attempt, Tier ingest, Tier serving, EventTable events)
      throws Exception {
    Set<String> shown = new TreeSet<>();
    for (int click = 0; click < CLICKS; click++) {
      String user = "clicker-%d-%d".formatted(attempt, click);
      String item = events.itemId(events.itemOrdinal(click));
      own.awaitApplied(serving, user, own.click(ingest, user, item));
      clickers.add(user);
      shown.add(user);
    }
    return shown;
  }

  private static LearntRows log(EddylineCluster cluster) {
    return LearntRows.read(cluster.kafka(), cluster.topics());
  }

  private static Set<String> notIn(LearntRows log, Set<String> users) {
    Set<String> missing = new TreeSet<>(users);
    missing.removeAll(log.users().keySet());
    return missing;
  }

  /** Waits until the log has everything, by users and by items. */
  private void awaitLearnt(EddylineCluster cluster, EventLoad load) {
    long distinct = load.acknowledged() + clickers.size();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              LearntRows rows = log(cluster);
              assertThat(rows.trainedEvents()).isEqualTo(distinct);
              assertThat(rows.livePairs()).isEqualTo(distinct);
            });
  }
}
