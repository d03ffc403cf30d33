package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways, two learners, two serving processes: whom one asks and tells does not matter. */
@Tag("slow")
class OwnClicksAcrossInstancesTest {
  private static final int USERS = 12;
  private static final String LEARNERS = "eddyline_serving_overlay_learners";
  private static final String OWNED_ROWS = "eddyline_learner_rows{side=\"user\"}";
  private static final String HINTS = "eddyline_delta_hints_total";

  @TempDir Path folder;
  private final OwnClicks own = new OwnClicks();

  @Test
  void tokenOfAnyGatewayIsSatisfiedByAnyServingAlsoForAnEventThatIsDropped() throws Exception {
    ClusterPlan plan =
        ClusterPlan.small(
                Map.of("eddyline.topics.user-partitions", "4"),
                Map.of("eddyline.topics.item-partitions", "4"),
                Map.of("eddyline.snapshots.interval", "1h"))
            .withBrokers(1);
    try (EddylineCluster cluster = EddylineCluster.start(folder, folder.resolve("logs"), plan)) {
      List<Tier> gateways =
          List.of(cluster.startIngest("ingest-a"), cluster.startIngest("ingest-b"));
      List<Tier> learners =
          List.of(cluster.startLearner("learner-a"), cluster.startLearner("learner-b"));
      Tier snapshots = cluster.startSnapshots("snapshots");
      List<Tier> pods =
          List.of(cluster.startServing("serving-a"), cluster.startServing("serving-b"));
      gateways.forEach(Tier::awaitReady);
      learners.forEach(Tier::awaitReady);
      snapshots.awaitReady();
      pods.forEach(Tier::awaitReady);
      pods.forEach(pod -> pod.awaitMetric(LEARNERS, 1));

      for (int user = 0; user < USERS; user++) {
        Tier here = gateways.get(user % 2);
        Tier there = gateways.get((user + 1) % 2);
        String name = "user-" + user;
        String event = "event-" + user;
        String token = own.click(here, event, name, "item-" + user % 3);
        pods.forEach(pod -> own.awaitApplied(pod, name, token));
        for (Tier pod : pods) {
          assertThat(own.items(pod, name))
              .as("%s of %s", name, pod.name())
              .doesNotContain("item-" + user % 3);
        }
        String again = own.click(there, event, name, "item-" + user % 3);
        pods.forEach(pod -> own.awaitApplied(pod, name, again));
      }

      for (Tier learner : learners) {
        assertThat(learner.metric(OWNED_ROWS)).as(learner.name()).isPositive();
        assertThat(learner.metric(HINTS))
            .as("keys of the other, to %s", learner.name())
            .isPositive();
      }
    }
  }
}
