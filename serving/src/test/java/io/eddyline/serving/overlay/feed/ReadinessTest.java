package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RowTopics;
import io.eddyline.serving.TestTopics;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.Overlays;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is away when the first version is there. */
@SuppressWarnings("NullAway.Init") // set before each test
class ReadinessTest {
  @TempDir Path root;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RowTopics rows = new RowTopics(TestTopics.CATALOGUE, 12, 13);
  private LoadedModel model;

  @BeforeEach
  void load() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    model = TestModels.load(golden, 2);
    rows.user(0, "u9", 5, 1, new float[8]);
    rows.progress(true, 0, 5, 1, Map.of(0, 60L), 0);
    rows.broker(true);
  }

  @AfterEach
  void close() {
    model.close();
  }

  private OverlayFeeds feeds(int maxCatchUpMs) {
    return new OverlayFeeds(
        RecordSettings.bind(
            OverlayFeedConfig.class, Map.of("max-catch-up-ms", Integer.toString(maxCatchUpMs))),
        new Overlays(new OverlayConfig(10, 10), registry),
        TestTopics.CATALOGUE,
        rows::open,
        () -> new MockConsumer<>("earliest"),
        null,
        registry);
  }

  private double gauge(String meter) {
    return registry.get(meter).gauge().value();
  }

  @Test
  void isReadyOnceTheBrokerIsBackAndTheLogWasRead() {
    try (OverlayFeeds feeds = feeds(3_600_000)) {
      assertThat(feeds.isReady()).as("without a version").isFalse();
      feeds.follow(model);
      await().until(() -> gauge("eddyline.serving.overlay.catching.up") == 2);
      assertThat(feeds.isReady()).as("without the broker").isFalse();

      rows.broker(false);

      await().until(feeds::isReady);
      assertThat(users()).isEqualTo(1);
      rows.broker(true);
      assertThat(feeds.isReady()).as("without the broker later").isTrue();
    }
  }

  @Test
  void isReadyWithoutTheLogWhenItsTimeIsOver() {
    try (OverlayFeeds feeds = feeds(50)) {
      feeds.follow(model);
      await().until(feeds::isReady);

      assertThat(gauge("eddyline.serving.overlay.catching.up")).isEqualTo(2);
      assertThat(users()).isZero();
    }
  }

  private double users() {
    return registry.get("eddyline.serving.overlay.rows").tag("side", "user").gauge().value();
  }
}
