package io.eddyline.serving.http;

import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.serving.overlay.feed.AppliedEvents;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known, before an answer is made, of the events that it shall have.
 *
 * @param token null if the client named none
 * @param awaited models all of whose versions' answers have them
 */
record OwnEvents(AppliedEvents applied, @Nullable EventToken token, Set<String> awaited) {
  /** The client named none. */
  static OwnEvents none(AppliedEvents applied) {
    return new OwnEvents(applied, null, Set.of());
  }

  /** What a version's answer says of it. */
  AppliedBody in(Manifest version, long nowMs) {
    return new AppliedBody(
        token == null || applied.isIn(token, awaited, version), applied.lagMs(version, nowMs));
  }

  /**
   * What of the events an answer has.
   *
   * @param satisfied whether it has those that the client named
   * @param lagMs how far it is behind the learners, at most
   */
  record AppliedBody(boolean satisfied, long lagMs) {}
}
