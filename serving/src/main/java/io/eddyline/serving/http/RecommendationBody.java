package io.eddyline.serving.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eddyline.schemas.token.RecommendationId;
import io.eddyline.serving.retrieve.Fallback;
import io.eddyline.serving.retrieve.Recommendation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recommendation as the client sees it.
 *
 * @param recommendationId names this answer in later events
 * @param applied what of the client's events is in the answer; null until serving follows the
 *     stream of changed rows
 * @param fallback why the answer is not personal, null if it is
 */
record RecommendationBody(
    String recommendationId,
    List<ItemBody> items,
    ModelBody model,
    @Nullable Object applied,
    @Nullable String fallback) {

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ItemBody(String itemId, float score, @Nullable String title) {}

  /**
   * The version that answered.
   *
   * @param name of the model
   * @param arm why this version answered, for instance {@code canary}
   * @param ageMs milliseconds since the version was made
   */
  record ModelBody(String name, String version, String arm, long ageMs) {}

  static RecommendationBody of(RecommendationId id, Recommendation answer, long nowMs) {
    Fallback fallback = answer.fallback();
    return new RecommendationBody(
        id.encode(),
        answer.items().stream()
            .map(item -> new ItemBody(item.itemId(), item.score(), item.title()))
            .toList(),
        new ModelBody(
            answer.model(),
            Long.toString(answer.version()),
            id.arm().code(),
            Math.max(0, nowMs - answer.createdAtMs())),
        null,
        fallback == null ? null : fallback.code());
  }
}
