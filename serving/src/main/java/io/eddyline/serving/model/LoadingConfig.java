package io.eddyline.serving.model;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** How versions come into memory. Key: {@code serving.loading}. */
public record LoadingConfig(
    @Setting(
            about =
                "Versions in memory at once, the one that is being loaded among them. With 2 the"
                    + " active version stands still while a canary or shadow is loaded; with 3 it"
                    + " follows the newest meanwhile.",
            defaultValue = "2",
            min = 2,
            max = 16)
        int maxLoadedVersions,
    @Setting(
            about =
                "Share of the time that the loading thread works; the rest it leaves to the"
                    + " requests under way. 1 loads as fast as it goes.",
            defaultValue = "0.3",
            min = 0.01,
            max = 1)
        double timeShare,
    @Setting(
            about =
                "Whether ONNX Runtime copies the tables into the layout that its products like"
                    + " best: on, off, or auto, which does so for small catalogues.",
            defaultValue = "auto")
        Prepacking prepacking,
    @Setting(
            about =
                "What the loading thread gets while requests want the processor, on Linux: idle,"
                    + " nothing but what is left; low, little (niceness 19); normal, as much as"
                    + " they. With several intra-op threads it is always normal, since those take"
                    + " the priority of the thread that starts them.",
            defaultValue = "normal")
        LoadPriority priority) {
  public LoadingConfig {
    Allowed.check(
        LoadingConfig.class, "serving.loading", maxLoadedVersions, timeShare, prepacking, priority);
  }
}
