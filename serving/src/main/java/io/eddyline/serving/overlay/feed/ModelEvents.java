package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.token.EventToken;
import java.util.concurrent.CompletableFuture;

/**
 * What of {@code events} the answers of one model's versions have.
 *
 * <p>Threading: thread-safe, nothing blocks.
 */
record ModelEvents(Watermarks watermarks, Waiters waiters) {
  /** Whether the answers of every loaded version have a token's events. */
  boolean cover(EventToken token) {
    return watermarks.cover(token);
  }

  /** Done once they have, or cannot be waited for any more. */
  CompletableFuture<Boolean> await(EventToken token, int waitMs) {
    return waiters.await(token, waitMs);
  }

  /** When the oldest watermark was said; 0 while a partition has none. */
  long upToMs() {
    return watermarks.upToMs();
  }
}
