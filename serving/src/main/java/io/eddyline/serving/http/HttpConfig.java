package io.eddyline.serving.http;

import io.eddyline.schemas.config.Setting;

/** Address and limits of the serving API. Key: {@code serving.http}. */
public record HttpConfig(
    @Setting(
            about = "Address to listen on; loopback unless other machines shall reach it.",
            defaultValue = "127.0.0.1")
        String host,
    @Setting(
            about = "Port to listen on; 0 takes a free one.",
            defaultValue = "8080",
            min = 0,
            max = 65_535)
        int port,
    @Setting(
            about = "Largest request body, in bytes; a longer one is answered with 413.",
            defaultValue = "1048576",
            min = 1_024,
            max = 67_108_864)
        int maxBodyBytes,
    @Setting(
            about = "Requests under way at once; further ones are answered with 503.",
            defaultValue = "512",
            min = 1,
            max = 100_000)
        int maxConcurrentRequests,
    @Setting(
            about = "Largest limit of a list that a client may ask for, in items.",
            defaultValue = "1000",
            min = 1,
            max = 10_000)
        int maxLimit,
    @Setting(
            about =
                "Time for a personal answer, in milliseconds; after it the popular items are"
                    + " answered with the fallback \"deadline\".",
            defaultValue = "1000",
            min = 1,
            max = 60_000)
        int deadlineMs) {

  public HttpConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("serving.http.host \"\": expected a name or an address");
    }
    require("serving.http.port", port, 0, 65_535);
    require("serving.http.max-body-bytes", maxBodyBytes, 1_024, 67_108_864);
    require("serving.http.max-concurrent-requests", maxConcurrentRequests, 1, 100_000);
    require("serving.http.max-limit", maxLimit, 1, 10_000);
    require("serving.http.deadline-ms", deadlineMs, 1, 60_000);
  }

  private static void require(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s %d: expected %d to %d".formatted(key, value, min, max));
    }
  }
}
