package io.eddyline.serving.retrieve;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** How answers are compared with a shadow version's. Key: {@code serving.shadow}. */
public record ShadowConfig(
    @Setting(
            about = "Answers that wait to be compared; further ones are dropped and counted.",
            defaultValue = "64",
            min = 1,
            max = 100_000)
        int queueCapacity,
    @Setting(
            about = "Share of the time that the comparing thread works.",
            defaultValue = "0.3",
            min = 0.01,
            max = 1)
        double timeShare) {
  public ShadowConfig {
    Allowed.check(ShadowConfig.class, "serving.shadow", queueCapacity, timeShare);
  }
}
