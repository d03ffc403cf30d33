package io.eddyline.k8s.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.k8s.cluster.ClusterPlan;
import io.eddyline.k8s.cluster.EddylineCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five hundred versions swapped in under load. */
@Tag("slow")
class SwapSoakTest {
  private static final int SWAPS = 500;
  private static final int SETTLED = 20;
  /* What the allocator of the C library keeps from one tenth of the run to the next. */
  private static final double ALLOWED_GROWTH = 1.10;

  @TempDir Path folder;

  @Test
  void residentMemoryIsFlatAfterTheFirstSwapsAndNoRequestFails() throws Exception {
    ClusterPlan plan =
        new ClusterPlan(
            1,
            List.of("-Xmx256m", "-XX:+UseSerialGC"),
            List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"),
            Map.of("eddyline.serving.loading.time-share", "1"));
    try (SwapRun run =
            SwapRun.start(
                EddylineCluster.start(folder, folder.resolve("logs"), plan),
                folder,
                20_000,
                5_000,
                64);
        HttpLoad load = run.load(4, 100)) {
      double settledMib = 0;
      double lastMib = 0;
      for (int swap = 1; swap <= SWAPS; swap++) {
        run.swap();
        if (swap <= SETTLED) {
          settledMib = Math.max(settledMib, run.memoryMib("RssAnon"));
        }
        lastMib = run.memoryMib("RssAnon");
      }
      assertThat(lastMib).isLessThan(settledMib * ALLOWED_GROWTH);
      assertThat(load.failures()).isZero();
      assertThat(run.metric("eddyline_serving_model_loaded")).isBetween(1.0, 2.0);
    }
  }
}
