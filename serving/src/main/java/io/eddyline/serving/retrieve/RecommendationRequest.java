package io.eddyline.serving.retrieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for; already validated.
 *
 * @param userId null for an anonymous session
 * @param sessionId names an anonymous session, null if it has no name
 * @param session items of the session at hand, oldest first: the last one is the newest
 * @param limit items to answer
 * @param offset items to skip
 * @param exclude items that must not be answered
 * @param excludeSeen leaves out what the user already has and what is in the session
 */
public record RecommendationRequest(
    @Nullable String userId,
    @Nullable String sessionId,
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
   * What the request's arm is chosen by, the same for all requests of one user or session: the
   * user, otherwise the session's name, otherwise its oldest item; empty if there is none of them.
   */
  public String key() {
    if (userId != null) {
      return "u:" + userId;
    }
    if (sessionId != null) {
      return "s:" + sessionId;
    }
    return session.isEmpty() ? "" : "i:" + session.getFirst().itemId();
  }

  /**
   * An item of the session.
   *
   * @param weight factor of its coefficient in the query, 1 for an ordinary one
   */
  public record SessionItem(String itemId, float weight) {}
}
