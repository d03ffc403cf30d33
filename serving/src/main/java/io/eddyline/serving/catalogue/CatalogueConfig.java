package io.eddyline.serving.catalogue;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** How the catalogue is followed. Key: {@code serving.catalogue}. */
public record CatalogueConfig(
    @Setting(
            about =
                "Longest time that a loaded version waits for the catalogue's news before it is"
                    + " served, in milliseconds; after it the version is served and catches up"
                    + " meanwhile.",
            defaultValue = "10000",
            min = 0,
            max = 600_000)
        int maxWaitMs) {
  public CatalogueConfig {
    Allowed.check(CatalogueConfig.class, "serving.catalogue", maxWaitMs);
  }
}
