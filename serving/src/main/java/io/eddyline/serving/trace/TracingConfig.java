package io.eddyline.serving.trace;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** Whether and where requests are traced. Key: {@code serving.tracing}. */
public record TracingConfig(
    @Setting(
            about = "Whether requests are traced; true exports spans to the endpoint.",
            defaultValue = "false")
        boolean enabled,
    @Setting(
            about = "Where spans go, by OTLP over HTTP.",
            defaultValue = "http://localhost:4318/v1/traces")
        String endpoint,
    @Setting(
            about =
                "Share of the requests that are traced; one that comes with a traceparent is traced"
                    + " if its caller traces it.",
            defaultValue = "1",
            min = 0,
            max = 1)
        double sample) {
  public TracingConfig {
    Allowed.check(TracingConfig.class, "serving.tracing", enabled, endpoint, sample);
    if (!endpoint.startsWith("http://") && !endpoint.startsWith("https://")) {
      throw new IllegalArgumentException(
          "serving.tracing.endpoint \"%s\": expected a URL of http or https".formatted(endpoint));
    }
  }
}
