package io.eddyline.serving;

import io.eddyline.schemas.config.Setting;
import io.eddyline.serving.http.HttpConfig;
import io.eddyline.serving.model.InferenceConfig;
import java.util.regex.Pattern;

/** Settings of the serving tier. Key: {@code serving}. */
public record ServingConfig(
    @Setting(about = "Name of the model whose snapshots are served.", defaultValue = "main")
        String model,
    HttpConfig http,
    InferenceConfig inference) {
  private static final Pattern MODEL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}");

  public ServingConfig {
    if (!MODEL.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "serving.model \"%s\": expected 1 to 64 of a-z A-Z 0-9 _ -, first a letter or digit"
              .formatted(model));
    }
  }
}
