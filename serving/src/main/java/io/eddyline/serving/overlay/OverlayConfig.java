package io.eddyline.serving.overlay;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** How many rows are held over the loaded versions. Key: {@code serving.overlay}. */
public record OverlayConfig(
    @Setting(
            about =
                "Users whose rows are held over the loaded versions; beyond it the row that was"
                    + " written longest ago goes, and its user is answered from the snapshot until"
                    + " the next row.",
            defaultValue = "500000",
            min = 1,
            max = 100_000_000)
        int maxUsers,
    @Setting(
            about =
                "Items whose rows are held over the loaded versions, as for users. Each costs every"
                    + " answer some time and, for each loaded version, memory.",
            defaultValue = "100000",
            min = 1,
            max = 10_000_000)
        int maxItems,
    @Setting(
            about =
                "Whether affinities are of now by what newer rows say of neighbours, with"
                    + " learner.delta.neighbours at the learners; otherwise by those that the"
                    + " version says, with popularities of now.",
            defaultValue = "true")
        boolean neighbours) {
  public OverlayConfig {
    Allowed.check(OverlayConfig.class, "serving.overlay", maxUsers, maxItems, neighbours);
  }

  /** With affinities of now. */
  public OverlayConfig(int maxUsers, int maxItems) {
    this(maxUsers, maxItems, true);
  }
}
