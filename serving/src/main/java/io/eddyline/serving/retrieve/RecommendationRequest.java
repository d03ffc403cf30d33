package io.eddyline.serving.retrieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for; already validated.
 *
 * @param userId null for an anonymous session
 * @param session items of the session at hand, oldest first: the last one is the newest
 * @param limit items to answer
 * @param offset items to skip
 * @param exclude items that must not be answered
 * @param excludeSeen leaves out what the user already has and what is in the session
 */
public record RecommendationRequest(
    @Nullable String userId,
    List<SessionItem> session,
    int limit,
    int offset,
    List<String> exclude,
    boolean excludeSeen) {
  public RecommendationRequest {
    session = List.copyOf(session);
    exclude = List.copyOf(exclude);
  }

  /**
   * An item of the session.
   *
   * @param weight factor of its coefficient in the query, 1 for an ordinary one
   */
  public record SessionItem(String itemId, float weight) {}
}
