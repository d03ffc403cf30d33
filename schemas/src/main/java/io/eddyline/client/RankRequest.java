package io.eddyline.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Candidates to be ordered; null leaves it to the server.
 *
 * @param items the candidates
 */
public record RankRequest(
    @Nullable String userId,
    @Nullable String sessionId,
    @Nullable List<SessionItem> session,
    List<String> items,
    @Nullable List<Boost> boost,
    @Nullable Boolean explain) {
  /** A user's order of some items. */
  public static RankRequest of(String userId, List<String> items) {
    return new RankRequest(userId, null, null, items, null, null);
  }
}
