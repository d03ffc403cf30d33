package io.eddyline.k8s.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.cleaning.Cleaning;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.learner.attribution.AttributionAgent;
import io.eddyline.learner.snapshot.build.SnapshotAgent;
import io.eddyline.learner.snapshot.build.SnapshotPlan;
import io.eddyline.learner.stream.Learner;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.serving.Serving;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/metrics.md against what the tiers of one process register. No broker is needed. */
class MetricsDocumentTest {
  private static final Path FILE = Path.of("..", "docs", "metrics.md");
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_]+)[`{].*?\\| (\\w+) \\|.*");
  private static final Pattern SCRAPED = Pattern.compile("^# TYPE (\\w+) (\\w+)$");

  /* Without a broker, serving waits five seconds for its orders. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder = Path.of("");

  @Test
  void everyMetricIsInTheTableAndEveryRowIsAMetric() throws Exception {
    assertThat(types(Files.readString(FILE), ROW)).isEqualTo(types(scrape(), SCRAPED));
  }

  private static Map<String, String> types(String text, Pattern pattern) {
    Map<String, String> types = new TreeMap<>();
    text.lines()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .forEach(matcher -> types.put(matcher.group(1), matcher.group(2)));
    return types;
  }

  private String scrape() throws IOException, InterruptedException {
    Map<String, String> settings =
        Map.of(
            "eddyline.data-dir", folder.toString(),
            "eddyline.gateway.port", "0",
            "eddyline.serving.http.port", "0");
    EddylineConfig config =
        new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config();
    publishVersion(config.snapshotFolder());
    try (CloseStack resources = new CloseStack()) {
      ProcessContext context = resources.push(ProcessContext.open(config, "127.0.0.1:1"));
      prepare(context, resources);
      resources.push(Tiers.gateway(context));
      Serving serving = resources.push(Tiers.serving(context));
      await().atMost(PATIENCE).until(() -> serving.modelVersion() == 1);
      request(serving.port());
      // a request is measured after its answer has left
      await()
          .atMost(PATIENCE)
          .until(() -> context.scrape().contains("eddyline_serving_request_seconds"));
      return context.scrape();
    }
  }

  /** Made but not started: they would wait for the broker. */
  private void prepare(ProcessContext context, CloseStack resources) {
    EddylineConfig config = context.config();
    resources.push(
        new Cleaning(
            config.cleaning(),
            config.events(),
            context.topics(),
            context.kafka(),
            folder.resolve("cleaning"),
            context.registry()));
    resources.push(
        new Learner(
            config.learning(),
            config.learner(),
            context.topics(),
            context.kafka(),
            folder.resolve("learner"),
            context.registry()));
    resources.push(
        new AttributionAgent(
            context.topics(), context.kafka(), context.registry(), context.clock()));
    resources.push(
        new SnapshotAgent(
            new SnapshotPlan(
                config.model(),
                new FileSnapshotStore(config.snapshotFolder()),
                config.snapshots(),
                config.learning(),
                context.topics()),
            context.kafka(),
            context.registry(),
            context.clock()));
  }

  /** A version, since there are meters of versions in memory alone. */
  private static void publishVersion(Path store) throws IOException {
    Path golden = Path.of("..", "serving", "src", "test", "resources", "snapshots", "main", "1");
    Path folder = Files.createDirectories(store.resolve("main").resolve("1"));
    try (var files = Files.list(golden)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  /** Timers of requests come with the first request. */
  private static void request(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI popular = URI.create("http://127.0.0.1:%d/v1/popular".formatted(port));
      client.send(HttpRequest.newBuilder(popular).build(), HttpResponse.BodyHandlers.discarding());
    }
  }
}
