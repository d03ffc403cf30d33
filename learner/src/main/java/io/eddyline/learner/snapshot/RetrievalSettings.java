package io.eddyline.learner.snapshot;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;
import java.util.Map;

/** What the graphs of versions look at. */
public record RetrievalSettings(
    @Setting(
            about =
                "What a version's graph looks at: exact, every item; clustered, the most promising"
                    + " clusters; auto, clusters from auto-items on.",
            defaultValue = "auto")
        RetrievalKind kind,
    @Setting(
            about = "Items from which auto takes clusters; below, looking at all is as quick.",
            defaultValue = "100000",
            min = 1,
            max = Integer.MAX_VALUE)
        int autoItems,
    @Setting(
            about =
                "Share of the exact graph's best 100 that the clustered one must answer, on average"
                    + " over sampled users; as many clusters are looked at as it takes. Where half"
                    + " of them do not reach it, the version is exact.",
            defaultValue = "0.95",
            min = 0.5,
            max = 1)
        double recall,
    @Setting(
            about = "Items that a cluster has room for; on average three quarters are filled.",
            defaultValue = "256",
            min = 16,
            max = 65_536)
        int slots,
    @Setting(
            about =
                "Items that a query scores exactly; one that asks for more results is answered by"
                    + " the exact graph.",
            defaultValue = "256",
            min = 100,
            max = 65_536)
        int rescored,
    @Setting(
            about = "Users whose queries recall is measured on.",
            defaultValue = "256",
            min = 1,
            max = 100_000)
        int sampledQueries) {
  private static final double FILL = 0.75;
  private static final int STEPS_A_DOUBLING = 8;

  /** Looks at every item. */
  public static final RetrievalSettings EXACT =
      RecordSettings.bind(RetrievalSettings.class, Map.of("kind", "exact"));

  public RetrievalSettings {
    Allowed.check(
        RetrievalSettings.class,
        "snapshots.retrieval",
        kind,
        autoItems,
        recall,
        slots,
        rescored,
        sampledQueries);
  }

  /** Whether a version of so many items has clusters. */
  boolean clusters(int items) {
    return switch (kind) {
      case AUTO -> items >= autoItems;
      case EXACT -> false;
      case CLUSTERED -> items > 0;
    };
  }

  /**
   * Clusters of so many items: room for a third more, in steps of an eighth, so that the next
   * version mostly has as many and can go on from these.
   */
  int clusterCount(int items) {
    int least = (int) Math.ceil(items / (FILL * slots));
    int step = Math.max(1, Integer.highestOneBit(least) / STEPS_A_DOUBLING);
    return (least + step - 1) / step * step;
  }
}
