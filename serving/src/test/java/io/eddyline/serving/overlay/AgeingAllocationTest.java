package io.eddyline.serving.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it allocates to let priors decay once a version's first orders were made: nothing. */
class AgeingAllocationTest {
  /** The golden version that says its half-lives. */
  private static final int DECAYING = 3;

  private static final int LAID = 200;
  private static final int SWEEPS = 1_000;
  private static final long FREE = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path root;

  @Test
  void sweepsCostNoMemory() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(1, DECAYING);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      VersionItems items = new VersionItems(model);
      for (int item = 0; item < LAID; item++) {
        items.lay(OverlayRows.item("i" + item, item));
      }
      items.publish();
      Ageing ageing = new Ageing();
      ageing.follow(model, items);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      float made = model.items().priors().popularity(0);
      long clock = 0;
      long least = Long.MAX_VALUE;
      long endNs = System.nanoTime() + LIMIT.toNanos();
      while (least >= FREE && System.nanoTime() < endNs) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
          ageing.clocks().hear(0, ++clock);
          ageing.finish();
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(model.items().priors().popularity(0)).isLessThan(made);
      assertThat(least).as("bytes of %d sweeps", SWEEPS).isLessThan(FREE);
    }
  }
}
