package io.eddyline.serving.retrieve;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** How recommendations are rearranged. Key: {@code serving.recommendations}. */
public record RecommendationConfig(
    @Setting(
            about =
                "Items from the top of a ranking that diversity and exploration rearrange; the"
                    + " cost of an answer grows with them times its items.",
            defaultValue = "200",
            min = 2,
            max = 2_000)
        int poolSize,
    @Setting(
            about =
                "Temperature of an exploration of 1, in units of the score; at 1 items are"
                    + " sampled as probably as the model's own softmax says.",
            defaultValue = "1",
            min = 0.01,
            max = 100)
        double temperature,
    @Setting(about = "Most requests in a batch.", defaultValue = "100", min = 1, max = 1_000)
        int maxBatch) {
  public RecommendationConfig {
    Allowed.check(
        RecommendationConfig.class, "serving.recommendations", poolSize, temperature, maxBatch);
  }
}
