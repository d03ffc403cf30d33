package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What of {@code events} the answers have, for who wants to read what was written.
 *
 * <p>Threading: thread-safe, nothing blocks.
 */
public final class AppliedEvents {
  private final String model;
  private final Watermarks watermarks;
  private final Waiters waiters;
  private final int maxWaitMs;

  AppliedEvents(String model, Watermarks watermarks, Waiters waiters, int maxWaitMs) {
    this.model = model;
    this.watermarks = watermarks;
    this.waiters = waiters;
    this.maxWaitMs = maxWaitMs;
  }

  /** What the answers have where no rows are laid over the versions. */
  public static AppliedEvents ofVersionsAlone(TopicCatalogue topics, OverlayFeedConfig config) {
    Watermarks none = new Watermarks(List.of(), topics.events().partitions());
    return new AppliedEvents(topics.model(), none, new Waiters(none, 0), config.maxWaitMs());
  }

  /** Longest time that may be waited. */
  public int maxWaitMs() {
    return maxWaitMs;
  }

  /** Whether a token is about partitions that the events have. */
  public boolean knows(EventToken token) {
    return token.offsets().isEmpty() || token.offsets().lastKey() < watermarks.eventsPartitions();
  }

  /**
   * Waits until the answers of every loaded version have a token's events.
   *
   * @return true once they have; false after the time, or at once if too many wait
   */
  public CompletableFuture<Boolean> await(EventToken token, int waitMs) {
    return waiters.await(token, Math.min(waitMs, maxWaitMs));
  }

  /**
   * Whether the answer of a version has a token's events.
   *
   * @param awaited what {@link #await} said before the answer was made
   */
  public boolean isIn(EventToken token, boolean awaited, Manifest version) {
    return (awaited && version.model().equals(model)) || holds(version.offsets().events(), token);
  }

  private static boolean holds(Map<Integer, Long> events, EventToken token) {
    return token.offsets().entrySet().stream()
        .allMatch(entry -> events.getOrDefault(entry.getKey(), -1L) >= entry.getValue());
  }

  /** How far the answers of a version are behind the learners, at most, in milliseconds. */
  public long lagMs(Manifest version, long nowMs) {
    long upToMs = version.model().equals(model) ? watermarks.upToMs() : 0;
    return Math.max(0, nowMs - Math.max(upToMs, version.createdAtMs()));
  }
}
