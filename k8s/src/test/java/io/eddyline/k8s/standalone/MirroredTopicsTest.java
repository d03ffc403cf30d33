package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka is lost, and another cluster has the topics from a mirror: other topics of the same names,
 * with other offsets and without the groups.
 */
class MirroredTopicsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int USERS = 10;
  private static final List<String> ITEMS =
      IntStream.range(0, 30).mapToObj(k -> "item" + k).toList();

  @TempDir Path folder;

  @Test
  void whatWasLearntIsThereOnceAndLearningGoesOn() throws Exception {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    long trained = (long) USERS * ITEMS.size();
    try (EmbeddedBroker mirror = EmbeddedBroker.start(folder.resolve("mirror"))) {
      long served;
      try (EmbeddedBroker lost = EmbeddedBroker.start(folder.resolve("lost"))) {
        try (Standalone eddyline = start(first, lost);
            EddylineClient client = client(eddyline)) {
          for (int user = 0; user < USERS; user++) {
            assertThat(client.click("user" + user, ITEMS).status()).isEqualTo(202);
          }
          awaitTrained(eddyline, trained);
          await()
              .atMost(PATIENCE)
              .until(() -> client.recommendations("stranger").items().size() == 10);
          served = eddyline.modelVersion();
        }
        TopicMirror.copy(lost.bootstrapServers(), mirror.bootstrapServers());
      }
      copy(first.resolve("snapshots"), second.resolve("snapshots"));
      try (Standalone eddyline = start(second, mirror);
          EddylineClient client = client(eddyline)) {
        awaitTrained(eddyline, trained);
        assertThat(client.click("late", ITEMS.subList(0, 20)).status()).isEqualTo(202);
        awaitTrained(eddyline, trained + 20);
        await().atMost(PATIENCE).until(() -> eddyline.modelVersion() > served);
        await()
            .atMost(PATIENCE)
            .until(() -> client.recommendations("late").fallback().equals("null"));
        awaitTrained(eddyline, trained + 20);
      }
    }
  }

  private static void awaitTrained(Standalone eddyline, long events) {
    await()
        .atMost(PATIENCE)
        .during(Duration.ofSeconds(1))
        .until(() -> eddyline.trainedEvents() == events && eddyline.leadEvents() == 0);
  }

  private static Standalone start(Path data, EmbeddedBroker broker) {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(data));
    settings.put("eddyline.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("eddyline.serving.loading.time-share", "1");
    EddylineConfig config =
        new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config();
    Standalone eddyline = Standalone.start(config);
    await().atMost(PATIENCE).until(eddyline::isReady);
    return eddyline;
  }

  private static EddylineClient client(Standalone eddyline) {
    return new EddylineClient(eddyline.ingestUrl(), eddyline.servingUrl());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        Files.createDirectories(target.getParent());
        Files.copy(each, target);
      }
    }
  }
}
