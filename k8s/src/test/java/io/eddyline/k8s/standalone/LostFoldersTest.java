package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.serving.Serving;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operations.md says of the store and of the learner's folders when they are lost. */
class LostFoldersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ITEMS =
      IntStream.range(0, 40).mapToObj(k -> "item" + k).toList();

  @TempDir Path folder;

  /**
   * All but a serving process end; the store's volume and the folders of Streams are gone when they
   * start again.
   */
  @Test
  void theStoreIsFilledAgainBehindTheVersionThatIsServed() throws Exception {
    Path data = folder.resolve("data");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"));
        ProcessContext context =
            ProcessContext.open(
                config(data, Map.of("eddyline.serving.overlay-feed.port", "0")),
                broker.bootstrapServers());
        Serving survivor = Tiers.serving(context)) {
      long trained;
      try (Standalone eddyline = start(data, broker);
          EddylineClient client = client(eddyline, survivor)) {
        click(client, "ann");
        await().atMost(PATIENCE).until(() -> client.recommendations("ann").items().size() == 10);
        trained = eddyline.trainedEvents();
        emptyTheStore(data, eddyline, client);
      }
      long served = survivor.modelVersion();
      remove(data);
      try (Standalone eddyline = start(data, broker);
          EddylineClient client = client(eddyline, survivor)) {
        assertThat(client.recommendations("ann").items()).hasSize(10);
        assertThat(eddyline.trainedEvents()).isEqualTo(trained + ITEMS.size());
        await().atMost(PATIENCE).until(() -> survivor.modelVersion() > served);
        assertThat(client.recommendations("ann").fallback()).isEqualTo("null");
        await().atMost(PATIENCE).until(() -> eddyline.modelVersion() > served);
      }
    }
  }

  /** While everything runs. */
  private static void emptyTheStore(Path data, Standalone eddyline, EddylineClient client)
      throws Exception {
    long served = eddyline.modelVersion();
    remove(data.resolve("snapshots"));
    assertThat(client.recommendations("ann").items()).hasSize(10);
    click(client, "bob");
    await().atMost(PATIENCE).until(() -> eddyline.modelVersion() > served);
    await().atMost(PATIENCE).until(() -> client.recommendations("bob").fallback().equals("null"));
  }

  private static void click(EddylineClient client, String user) {
    assertThat(client.click(user, ITEMS.subList(0, 20)).status()).isEqualTo(202);
    assertThat(client.click(user + "-too", ITEMS.subList(20, 40)).status()).isEqualTo(202);
  }

  private static Standalone start(Path data, EmbeddedBroker broker) {
    Standalone eddyline =
        Standalone.start(
            config(data, Map.of("eddyline.kafka.bootstrap-servers", broker.bootstrapServers())));
    await().atMost(PATIENCE).until(eddyline::isReady);
    return eddyline;
  }

  private static EddylineClient client(Standalone eddyline, Serving serving) {
    return new EddylineClient(
        eddyline.ingestUrl(), URI.create("http://127.0.0.1:" + serving.port()));
  }

  private static EddylineConfig config(Path data, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(data));
    settings.put("eddyline.serving.loading.time-share", "1");
    settings.putAll(more);
    return new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
