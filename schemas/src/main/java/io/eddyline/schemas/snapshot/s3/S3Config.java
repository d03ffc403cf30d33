package io.eddyline.schemas.snapshot.s3;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;
import java.net.URI;
import java.time.Duration;

/** How an S3-compatible service is reached. Key: {@code snapshot-store.s3}. */
public record S3Config(
    @Setting(
            about =
                "URL of a service other than AWS, for instance https://minio.storage:9000; empty:"
                    + " that of AWS in the region. Credentials are found as AWS's tools find them:"
                    + " environment, web identity, profile, instance.")
        String endpoint,
    @Setting(
            about =
                "Region that requests are signed for; empty: as AWS's tools find it, or us-east-1"
                    + " where endpoint is set.")
        String region,
    @Setting(
            about =
                "Whether the bucket is named in the path instead of the host name, as most services"
                    + " other than AWS need it.",
            defaultValue = "false")
        boolean pathStyle,
    @Setting(
            about =
                "Bytes of a part: files above are uploaded in parts, each of which is tried again"
                    + " alone; the service takes 10000 of them.",
            defaultValue = "" + S3Config.PART_BYTES,
            min = 5_242_880,
            max = 5_368_709_120d)
        long partBytes,
    @Setting(
            about = "Longest time that the service may be silent before a request is tried again.",
            defaultValue = S3Config.TIMEOUT_S + "s")
        Duration timeout,
    @Setting(
            about =
                "Tries of a request, with growing pauses between them, before the work that needs"
                    + " it fails and is tried again as a whole.",
            defaultValue = "" + S3Config.ATTEMPTS,
            min = 1,
            max = 100)
        int attempts) {
  private static final long PART_BYTES = 64L << 20;
  private static final int TIMEOUT_S = 15;

  /* One more than the JDK's client keeps connections (http.maxConnections): a PUT goes out on one that
   * the service has closed, since HttpClient.New of the JDK looks before a POST alone. */
  private static final int ATTEMPTS = 6;

  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  public S3Config {
    Allowed.check(
        S3Config.class,
        "snapshot-store.s3",
        endpoint,
        region,
        pathStyle,
        partBytes,
        timeout,
        attempts);
    if (!endpoint.isEmpty() && !isUrl(endpoint)) {
      throw new IllegalArgumentException(
          "snapshot-store.s3.endpoint \"%s\": expected http://host:port or https://host:port"
              .formatted(endpoint));
    }
    if (!region.matches("[a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException(
          "snapshot-store.s3.region \"%s\": expected a name of a-z 0-9 -, or nothing"
              .formatted(region));
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "snapshot-store.s3.timeout %s: expected above 0, at most %s"
              .formatted(timeout, MAX_TIMEOUT));
    }
  }

  /** How a service is reached, all else at its default. */
  public static S3Config of(String endpoint, String region, boolean pathStyle) {
    return new S3Config(
        endpoint, region, pathStyle, PART_BYTES, Duration.ofSeconds(TIMEOUT_S), ATTEMPTS);
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
