package io.eddyline.schemas.snapshot.s3;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Clients as the settings want them. Stateless; any thread.
 *
 * <p>The SDK's own checksums are off where the service does not ask for them: every file is sent
 * with the SHA-256 that its manifest names, and compared with it when it is read. Services other
 * than AWS do not all know the checksums that the SDK would add.
 */
final class S3Clients {
  private static final Duration MAX_CONNECT = Duration.ofSeconds(5);

  /* A part of 64 MiB at 220 kB/s: a connection that takes bytes no more is noticed after this. */
  private static final Duration MAX_ATTEMPT = Duration.ofMinutes(5);

  private S3Clients() {}

  static S3Client open(S3Config config) {
    Duration connect = min(config.timeout(), MAX_CONNECT);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(connect)
                    .socketTimeout(config.timeout()))
            .forcePathStyle(config.pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                all ->
                    all.apiCallAttemptTimeout(MAX_ATTEMPT)
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(config.attempts())
                                .build()));
    if (!config.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(config.endpoint()));
    }
    if (!config.region().isEmpty()) {
      builder.region(Region.of(config.region()));
    } else if (!config.endpoint().isEmpty()) {
      builder.region(Region.US_EAST_1);
    }
    return builder.build();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
