package io.eddyline.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.client.ClientConfig;
import io.eddyline.client.Event;
import io.eddyline.client.IngestClient;
import io.eddyline.client.Recommendation;
import io.eddyline.client.ServingClient;
import io.eddyline.client.UserQuery;
import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.chart.RenderedPod;
import io.eddyline.k8s.cluster.FreePorts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart's pods in the image: a pod of every tier with the arguments, variables and volumes that
 * it is rendered with, on a read-only root, as the numeric user. What differs from a cluster is the
 * network, which is the machine's loopback.
 */
@Tag("image")
class ImagePodsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path LOGS = Path.of("target", "image-pods");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "settings.topics.replication-factor", "1",
          "settings.topics.user-partitions", "1",
          "settings.topics.item-partitions", "1",
          "settings.snapshots.interval", "3s",
          "settings.gateway.host", "127.0.0.1",
          "settings.health.host", "127.0.0.1",
          "settings.serving.http.host", "127.0.0.1");
  private static final List<String> TIERS = List.of("ingest", "learner", "snapshots", "serving");

  @TempDir Path folder;
  private final FreePorts ports = new FreePorts();
  private final SequencedMap<String, PodContainer> pods = new LinkedHashMap<>();

  @Test
  void leadFromAFirstEventToAFirstRecommendation() throws Exception {
    BuiltImage.requireContainers();
    ImageArchive image = ImageArchive.read(BuiltImage.TAR, folder.resolve("members"));
    ContainerRoot container = ContainerRoot.unpack(image, folder.resolve("root"));
    Folders.fresh(LOGS);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
      start(container, broker.bootstrapServers());
      pods.values().forEach(PodContainer::awaitReady);
      for (PodContainer pod : pods.values()) {
        assertThat(pod.accountOf("Uid")).startsWith(ImageLayout.USER_ID + "\t");
        assertThat(pod.accountOf("CapEff")).matches("0+");
        assertThat(pod.accountOf("NoNewPrivs")).isEqualTo("1");
        assertThat(pod.rootOptions()).startsWith("ro");
      }
      awaitRecommendation();
      for (PodContainer pod : pods.reversed().values()) {
        assertThat(pod.terminate()).as("exit status").isZero();
      }
    } finally {
      pods.values().forEach(PodContainer::close);
    }
  }

  private void start(ContainerRoot container, String kafka) throws Exception {
    Map<String, String> values = new HashMap<>(SETTINGS);
    values.put("kafka.bootstrapServers", kafka);
    Map<String, URI> urls = new HashMap<>();
    for (String tier : TIERS) {
      int port = ports.next();
      urls.put(tier, URI.create("http://127.0.0.1:" + port));
      values.put(portSetting(tier), Integer.toString(port));
      values.put(tier + ".replicas", "1");
      values.put(tier + ".jvm.options", "-Xmx600m");
    }
    Path volumes = Files.createDirectories(folder.resolve("volumes"));
    for (RenderedPod pod : RenderedPod.allOfImages(volumes, values)) {
      pods.put(
          pod.tier(),
          PodContainer.start(
              container,
              pod,
              urls.getOrDefault(pod.tier(), URI.create("")),
              volumes,
              LOGS.resolve(pod.tier() + ".log")));
    }
    assertThat(pods.keySet()).containsExactlyInAnyOrderElementsOf(TIERS);
  }

  /** A visitor who took a paddle is shown the kayak that others took with theirs. */
  private void awaitRecommendation() {
    List<Event> clicks = new ArrayList<>();
    for (int visitor = 0; visitor < 20; visitor++) {
      clicks.add(Event.of("visitor-" + visitor, "paddle", "click"));
      clicks.add(Event.of("visitor-" + visitor, "kayak", "click"));
    }
    clicks.add(Event.of("ann", "paddle", "click"));
    try (IngestClient ingest = new IngestClient(client("ingest"));
        ServingClient serving = new ServingClient(client("serving"))) {
      assertThat(ingest.postEvents(clicks).accepted()).isEqualTo(clicks.size());
      await("ann is recommended a kayak, see " + LOGS)
          .atMost(PATIENCE)
          .until(
              () ->
                  serving.recommendForUser("ann", UserQuery.first(10)).items().stream()
                      .map(Recommendation.Item::itemId)
                      .toList(),
              items -> items.contains("kayak"));
    }
  }

  private ClientConfig client(String tier) {
    PodContainer pod = Objects.requireNonNull(pods.get(tier), tier);
    return ClientConfig.of(pod.url().toString());
  }

  private static String portSetting(String tier) {
    return "settings."
        + switch (tier) {
          case "ingest" -> "gateway.port";
          case "learner" -> "health.learner-port";
          case "snapshots" -> "health.snapshots-port";
          default -> "serving.http.port";
        };
  }
}
