package io.eddyline.client;

import java.net.URI;
import java.time.Duration;

/**
 * Whom a client calls and how patiently.
 *
 * @param base scheme, host and port, for instance {@code http://localhost:8080}
 * @param timeout of one attempt
 * @param maxRetries attempts after the first, where a call may be repeated and the server is busy
 * @param maxRetryWait longest wait before an attempt, whatever the server's Retry-After says
 */
public record ClientConfig(URI base, Duration timeout, int maxRetries, Duration maxRetryWait) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int RETRIES = 3;
  private static final Duration RETRY_WAIT = Duration.ofSeconds(5);

  public ClientConfig {
    if (base.getHost() == null) {
      throw new IllegalArgumentException("base %s: expected http://host:port".formatted(base));
    }
    if (maxRetries < 0) {
      throw new IllegalArgumentException(
          "maxRetries %d: expected at least 0".formatted(maxRetries));
    }
  }

  /** The defaults: 10 s an attempt, 3 retries, at most 5 s before each. */
  public static ClientConfig of(String base) {
    return new ClientConfig(URI.create(base), TIMEOUT, RETRIES, RETRY_WAIT);
  }
}
