package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever waits for a version's rows is told, also when they do not come. */
@SuppressWarnings("NullAway.Init") // set before each test
class OverlayAgentTest {
  private static final RowPartition PLACE = new RowPartition(Side.ITEM, 0);

  @TempDir Path root;
  private final Overlay overlay = new Overlay(new OverlayConfig(10, 10), new SimpleMeterRegistry());
  private OverlayAgent agent;
  private LoadedModel model;

  @BeforeEach
  void load() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    model = TestModels.load(golden, 2);
    agent = agent(overlay, List.of(PLACE));
  }

  private static OverlayAgent agent(Overlay overlay, List<RowPartition> places) {
    FeedMeters meters = new FeedMeters(new SimpleMeterRegistry());
    NewRows newRows = new NewRows(overlay, meters);
    Watermarks watermarks = new Watermarks(places, 1);
    PartitionFeeds feeds =
        new PartitionFeeds(
            places, new PartitionFeed.Parts(overlay, watermarks, new NoLog(), newRows, meters));
    return new OverlayAgent(
        feeds,
        new OverlayAgent.Inputs(null, new DeltaAdapter(feeds, meters), new ArrayDeque<>()),
        new OverlayAgent.Outputs(
            overlay, newRows, watermarks, new Waiters(watermarks, 4), meters.begin()),
        new OverlayAgent.Clocks(() -> 1, () -> 1),
        10_000);
  }

  private static final class NoLog implements RowLog {
    @Override
    public void read(RowPartition partition, long offset, long number) {}

    @Override
    public void stop(RowPartition partition) {}
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void versionThatIsClosedMeanwhileKeepsNobodyWaiting() {
    float[] vector = new float[8];
    RowOrigin origin = new RowOrigin(0, new RowVersion(Long.MAX_VALUE, 1), 1);
    assertThat(overlay.put(new OverlayItem("i0", origin, vector, vector, vector, 1, 1, 1)))
        .isTrue();
    CompletableFuture<Boolean> caughtUp = agent.follow(model);
    model.close();

    int _ = agent.doWork();

    assertThat(caughtUp).isCompletedWithValue(false);
  }

  @Test
  void whoAsksIsToldOnceAllRowsAreLaid() {
    int rows = 1_000;
    Overlay full = new Overlay(new OverlayConfig(1, rows), new SimpleMeterRegistry());
    float[] vector = new float[8];
    for (int k = 0; k < rows; k++) {
      RowOrigin origin = new RowOrigin(0, new RowVersion(Long.MAX_VALUE, 1), Long.MAX_VALUE);
      full.put(new OverlayItem("new" + k, origin, vector, vector, vector, 1, 1, 1));
    }
    OverlayAgent withoutPartitions = agent(full, List.of());
    CompletableFuture<Boolean> caughtUp = withoutPartitions.follow(model);
    int turns = 0;
    while (!full.isLaid() || turns == 0) {
      assertThat(caughtUp).as("after %d turns", turns).isNotDone();
      int _ = withoutPartitions.doWork();
      turns++;
    }
    assertThat(turns).isGreaterThan(1);
    assertThat(caughtUp).isCompletedWithValue(true);
    List<String> laid = new ArrayList<>();
    full.over(model).items().forEachLaid(item -> laid.add(item.id()));
    assertThat(laid).hasSize(rows);
  }

  @Test
  void whoAsksWhileTheAgentEndsIsTold() {
    CompletableFuture<Boolean> before = agent.follow(model);
    int _ = agent.doWork();
    CompletableFuture<Boolean> queued = agent.follow(model);
    assertThat(before).isNotDone();

    agent.onClose();

    assertThat(before).isCompletedWithValue(false);
    assertThat(queued).isCompletedWithValue(false);
    assertThat(agent.follow(model)).isCompletedWithValue(false);
  }
}
