package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed lets the versions decay that it follows. */
class AgeingFeedTest {
  /** The golden version that says its half-lives: 20,000 events, one partition. */
  private static final int DECAYING = 3;

  private static final long EPOCH = 9;
  private static final int TURNS = 50;

  @TempDir Path root;

  @Test
  void aVersionDecaysByThePairsThatRowsTellOf() throws Exception {
    LiveFeed feed = new LiveFeed(new RowPartition(Side.ITEM, 0), EPOCH);
    GoldenStore golden = new GoldenStore(root);
    golden.put(1, DECAYING);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      var _ = feed.agent.follow(model);
      feed.turn();
      int row = model.items().row("i1");
      float made = model.items().priors().popularity(row);
      float prior = model.items().priors().prior(row);
      float[] vector = new float[model.manifest().dimension()];
      feed.overlay.put(
          new OverlayItem(
              "new",
              new RowOrigin(0, new RowVersion(EPOCH, 1), 1),
              vector,
              vector,
              vector,
              1,
              1,
              20_000));
      for (int turn = 0; turn < TURNS; turn++) {
        feed.turn();
      }
      assertThat(model.items().priors().popularity(row)).isCloseTo(made / 2, within(1e-3f));
      assertThat(model.items().priors().prior(row)).isLessThan(prior);
    }
  }
}
