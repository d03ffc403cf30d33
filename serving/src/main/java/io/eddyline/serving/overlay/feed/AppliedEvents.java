package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.token.EventToken;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of {@code events} the answers have, for who wants to read what was written.
 *
 * <p>Threading: thread-safe, nothing blocks.
 */
public final class AppliedEvents {
  private final Map<String, ModelEvents> byModel;
  private final Supplier<@Nullable String> served;
  private final int eventsPartitions;
  private final int maxWaitMs;

  /**
   * @param byModel of the models that have versions loaded; changes
   * @param served the model that answers now, null before the first
   * @param eventsPartitions of the topic {@code events}
   */
  AppliedEvents(
      Map<String, ModelEvents> byModel,
      Supplier<@Nullable String> served,
      int eventsPartitions,
      int maxWaitMs) {
    this.byModel = byModel;
    this.served = served;
    this.eventsPartitions = eventsPartitions;
    this.maxWaitMs = maxWaitMs;
  }

  /** What the answers have where no rows are laid over the versions. */
  public static AppliedEvents ofVersionsAlone(int eventsPartitions, OverlayFeedConfig config) {
    return new AppliedEvents(Map.of(), () -> null, eventsPartitions, config.maxWaitMs());
  }

  /** Longest time that may be waited. */
  public int maxWaitMs() {
    return maxWaitMs;
  }

  /** Whether a token is about partitions that the events have. */
  public boolean knows(EventToken token) {
    return token.offsets().isEmpty() || token.offsets().lastKey() < eventsPartitions;
  }

  /**
   * Waits until the answers of the model that is served have a token's events.
   *
   * @return the models whose versions' answers all have them; given after the time, or at once if
   *     too many wait, without that model
   */
  public CompletableFuture<Set<String>> await(EventToken token, int waitMs) {
    String model = served.get();
    ModelEvents events = model == null ? null : byModel.get(model);
    return events == null
        ? CompletableFuture.completedFuture(models(token))
        : events.await(token, Math.min(waitMs, maxWaitMs)).thenApply(_ -> models(token));
  }

  private Set<String> models(EventToken token) {
    return byModel.entrySet().stream()
        .filter(entry -> entry.getValue().cover(token))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether the answer of a version has a token's events.
   *
   * @param awaited what {@link #await} said before the answer was made
   */
  public boolean isIn(EventToken token, Set<String> awaited, Manifest version) {
    return awaited.contains(version.model()) || holds(version.offsets().events(), token);
  }

  private static boolean holds(Map<Integer, Long> events, EventToken token) {
    return token.offsets().entrySet().stream()
        .allMatch(entry -> events.getOrDefault(entry.getKey(), -1L) >= entry.getValue());
  }

  /** How far the answers of a version are behind the learners, at most, in milliseconds. */
  public long lagMs(Manifest version, long nowMs) {
    ModelEvents events = byModel.get(version.model());
    long upToMs = events == null ? 0 : events.upToMs();
    return Math.max(0, nowMs - Math.max(upToMs, version.createdAtMs()));
  }
}
