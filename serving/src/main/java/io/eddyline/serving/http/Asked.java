package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.ModelChoice;
import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page of a list, and who answers it.
 *
 * @param choice the version of the page before, if there was one
 * @param digest tells requests for different lists apart
 * @param after events that the answer shall have, null if the client named none
 */
record Asked(
    RecommendationRequest request, ModelChoice choice, int digest, @Nullable ReadAfter after) {
  /**
   * The first page, or the one that a cursor names.
   *
   * @param next cursor of the answer before, null for none
   * @throws ProblemException if the cursor was not given for this list
   */
  static Asked of(String call, RecommendationRequest request, @Nullable String next) {
    int digest = Cursor.digest(call + request.at(new Page(0, 0)).seeded(0));
    if (next == null) {
      return new Asked(request, new ModelChoice.OfKey(request.asker().key()), digest, null);
    }
    Cursor cursor = Cursor.decode(next, digest);
    return new Asked(
        request.at(new Page(cursor.offset(), request.page().limit())).seeded(cursor.seed()),
        new ModelChoice.OfVersion(cursor.model(), cursor.version()),
        digest,
        null);
  }

  /** The same with events that the answer shall have. */
  Asked reading(@Nullable ReadAfter events) {
    return new Asked(request, choice, digest, events);
  }
}
