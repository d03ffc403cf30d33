package io.eddyline.k8s.config;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** When a model that is retrained from the log takes the place of the one that is served. */
public record RebuildConfig(
    @Setting(
            about =
                "Interactions that a rebuilt model may lack when it is swapped in; fewer than the"
                    + " stream brings between two commits are never reached.",
            defaultValue = "1000",
            min = 0,
            max = 1_000_000_000)
        long caughtUpLagEvents) {
  public RebuildConfig {
    Allowed.check(RebuildConfig.class, "rebuild", caughtUpLagEvents);
  }
}
