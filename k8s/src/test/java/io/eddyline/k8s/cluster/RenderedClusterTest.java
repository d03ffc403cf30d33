package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.chart.RenderedPod;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.standalone.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pods that the chart makes, each as a process with the arguments and the environment of its
 * pod, on brokers of their own: members of every tier are killed, and what was promised holds.
 */
@Tag("slow")
class RenderedClusterTest {
  private static final int EVENTS = 6_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path LOGS = Path.of("target/cluster-rendered");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "eddyline.topics.user-partitions", "2",
          "eddyline.topics.item-partitions", "2",
          "eddyline.learning.popularity-half-life", "1000000000000000",
          "eddyline.learner.session-timeout-ms", "6000",
          "eddyline.cleaning.session-timeout-ms", "6000",
          "eddyline.snapshots.session-timeout-ms", "6000",
          "eddyline.snapshots.interval", "3s");

  private static final List<String> LAUNCHER =
      List.of("WARNING: Using incubator modules", "NOTE: Picked up JDK_JAVA_OPTIONS");

  @TempDir Path folder;

  private record Pods(Map<String, List<Tier>> byTier) {
    List<Tier> of(String tier) {
      return byTier.getOrDefault(tier, List.of());
    }

    List<Tier> all() {
      return byTier.values().stream().flatMap(List::stream).toList();
    }
  }

  @Test
  void keepsItsPromisesThoughAMemberOfEveryTierIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    System.out.printf("seed %d%n", seed);
    EventTable events = TestData.movieTweetings(EVENTS);
    try (EddylineCluster cluster =
        EddylineCluster.start(folder, LOGS, ClusterPlan.small(SETTINGS))) {
      Pods pods = startPods(cluster);
      pods.all().forEach(Tier::awaitReady);
      Tier gateway = pods.of("ingest").getFirst();
      Tier survivor = pods.of("serving").getLast();
      try (EventLoad load = new EventLoad(events, gateway.url(), seed);
          Asker asker = new Asker(survivor, events, seed)) {
        load.start();
        asker.start();
        for (String tier : List.of("learner", "snapshots", "ingest", "serving")) {
          load.awaitMore(random.nextInt(300, 1_000));
          Tier victim = pods.of(tier).getFirst();
          victim.process().kill();
          load.awaitMore(tier.equals("ingest") ? 0 : 500);
          victim.restart();
          victim.awaitReady();
        }
        killBroker(cluster.brokers(), random.nextInt(cluster.brokers().size()), load);
        load.awaitMore(500);
        requireNoOtherPorts(pods, cluster.config());
        load.finish();
        ExactlyOnce.awaitLearnt(cluster, pods.of("learner"), load, "seed " + seed);
        assertThat(asker.failures()).as("of the serving pod that lived, seed %d", seed).isEmpty();
        awaitSameVersion(pods);
      }
      pods.all().forEach(RenderedClusterTest::endsInOrder);
    }
    requireJsonLogs();
  }

  /** Two of three are enough for what was acknowledged, and for what is to come. */
  private static void killBroker(BrokerCluster brokers, int victim, EventLoad load) {
    brokers.awaitInSync();
    brokers.process(victim).kill();
    load.awaitMore(500);
    brokers.restart(victim);
    brokers.awaitInSync();
  }

  /** What listens is what the pods declare, and so what the policies are for. */
  private static void requireNoOtherPorts(Pods pods, EddylineConfig config) {
    for (Tier tier : pods.all()) {
      assertThat(Sockets.listening(tier.process().pid()))
          .as("TCP ports of %s", tier.name())
          .containsExactly(tier.url().getPort());
    }
    for (Tier tier : pods.of("learner")) {
      assertThat(Sockets.udp(tier.process().pid()))
          .as("UDP ports of %s", tier.name())
          .contains(config.learner().delta().controlPort());
    }
    int first = config.serving().overlayFeed().port();
    for (Tier tier : pods.of("serving")) {
      assertThat(Sockets.udp(tier.process().pid()))
          .as("UDP ports of %s", tier.name())
          .isNotEmpty()
          .allMatch(it -> it >= first && it < first + config.serving().overlayFeed().maxLearners());
    }
    for (String tier : List.of("ingest", "snapshots")) {
      pods.of(tier).forEach(it -> assertThat(Sockets.udp(it.process().pid())).isEmpty());
    }
  }

  /** Two of every tier, as the chart's defaults have them. */
  private Pods startPods(EddylineCluster cluster) {
    Map<String, String> values = new HashMap<>();
    SETTINGS.forEach((key, value) -> values.put(key.replace("eddyline.", "settings."), value));
    values.put("settings.topics.replication-factor", "3");
    values.put("kafka.bootstrapServers", cluster.brokers().bootstrapServers());
    Map<String, List<Tier>> tiers = new HashMap<>();
    for (RenderedPod pod : RenderedPod.all(folder, values)) {
      List<Tier> members = tiers.computeIfAbsent(pod.tier(), tier -> new ArrayList<>());
      members.add(cluster.startPod(pod));
    }
    assertThat(tiers.values()).hasSize(4).allMatch(members -> members.size() == 2);
    return new Pods(tiers);
  }

  /** Everybody serves what the builder wrote last, and it is no empty version. */
  private static void awaitSameVersion(Pods pods) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              double newest = 1;
              for (Tier builder : pods.of("snapshots")) {
                newest = Math.max(newest, builder.metric("eddyline_snapshot_version"));
              }
              for (Tier serving : pods.of("serving")) {
                if (serving.metric("eddyline_serving_model_version") < newest) {
                  return false;
                }
              }
              return newest > 1;
            });
  }

  private static void endsInOrder(Tier tier) {
    assertThat(tier.process().terminate()).as(tier.name()).isZero();
  }

  /** Every line of every pod is JSON, but for what Java's launcher says before Java runs. */
  private static void requireJsonLogs() throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (var logs = Files.newDirectoryStream(LOGS, "shop-eddyline-*.log")) {
      int pods = 0;
      for (Path log : logs) {
        List<String> lines = Files.readAllLines(log);
        lines.removeIf(line -> LAUNCHER.stream().anyMatch(line::startsWith));
        assertThat(lines).as("%s", log).isNotEmpty();
        for (String line : lines) {
          assertThat(json.readTree(line).path("level").isTextual())
              .as("%s: %s", log, line)
              .isTrue();
        }
        pods++;
      }
      assertThat(pods).isEqualTo(8);
    }
  }
}
