package io.eddyline.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /v1/recommendations} takes; null leaves it to the server.
 *
 * @param userId null for an anonymous session
 * @param sessionId names an anonymous session
 * @param session items, oldest first
 * @param boost what is added to scores
 * @param next cursor of the page before
 * @param after token of an {@link Accepted} whose events the answer shall have
 * @param waitMs how long the answer may wait for them
 */
public record RecommendationRequest(
    @Nullable String userId,
    @Nullable String sessionId,
    @Nullable List<SessionItem> session,
    @Nullable Integer limit,
    @Nullable Integer offset,
    @Nullable List<String> exclude,
    @Nullable Boolean excludeSeen,
    @Nullable String filter,
    @Nullable List<Boost> boost,
    @Nullable String next,
    @Nullable Double diversity,
    @Nullable Double explore,
    @Nullable Double minRelevance,
    @Nullable Boolean explain,
    @Nullable String after,
    @Nullable Integer waitMs) {

  /** A user's list as the query says it, without boosts. */
  public static RecommendationRequest of(String userId, UserQuery query) {
    return of(userId, null, query);
  }

  /** The list of an anonymous session, oldest item first. */
  public static RecommendationRequest of(List<SessionItem> session, UserQuery query) {
    return of(null, session, query);
  }

  private static RecommendationRequest of(
      @Nullable String userId, @Nullable List<SessionItem> session, UserQuery query) {
    return new RecommendationRequest(
        userId,
        null,
        session,
        query.limit(),
        query.offset(),
        query.exclude(),
        query.excludeSeen(),
        query.filter(),
        null,
        query.next(),
        query.diversity(),
        query.explore(),
        query.minRelevance(),
        query.explain(),
        query.after(),
        query.waitMs());
  }
}
