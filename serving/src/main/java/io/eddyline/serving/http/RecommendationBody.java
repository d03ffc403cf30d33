package io.eddyline.serving.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eddyline.schemas.token.RecommendationId;
import io.eddyline.serving.retrieve.CandidateRanking;
import io.eddyline.serving.retrieve.Explanation;
import io.eddyline.serving.retrieve.Fallback;
import io.eddyline.serving.retrieve.Recommendation;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recommendation as the client sees it.
 *
 * @param recommendationId names this answer in later events
 * @param applied what of the events is in the answer
 * @param fallback why the answer is not personal, null if it is
 * @param next cursor of the page behind this one, null if there is none
 * @param ignored what was asked for and not heeded, null if all was
 * @param exploration how the items were sampled, null if they were not
 * @param unknown candidates that the version has no row for, null if there were no candidates
 * @param unavailable candidates that must not be shown, null if there were no candidates
 */
record RecommendationBody(
    String recommendationId,
    List<ItemBody> items,
    ModelBody model,
    OwnEvents.AppliedBody applied,
    @Nullable String fallback,
    @Nullable String next,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> ignored,
    @JsonInclude(JsonInclude.Include.NON_NULL) Recommendation.@Nullable Exploration exploration,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> unknown,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> unavailable) {

  /**
   * An item of the answer.
   *
   * @param because what history and session add to the score, null if it was not asked for
   * @param parts what else the score is made of, null if it was not asked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ItemBody(
      String itemId,
      float score,
      @Nullable String title,
      @Nullable Double relevance,
      @Nullable Double propensity,
      @Nullable List<Explanation.Reason> because,
      @Nullable PartsBody parts) {}

  /** Parts of a score beside history and session. */
  record PartsBody(double user, double prior, double boost) {}

  /**
   * The version that answered.
   *
   * @param name of the model
   * @param arm why this version answered, for instance {@code canary}
   * @param ageMs milliseconds since the version was made
   */
  record ModelBody(String name, String version, String arm, long ageMs) {}

  static RecommendationBody of(
      RecommendationId id,
      Recommendation answer,
      OwnEvents.AppliedBody applied,
      long nowMs,
      @Nullable Cursor next) {
    Fallback fallback = answer.fallback();
    return new RecommendationBody(
        id.encode(),
        answer.items().stream().map(RecommendationBody::item).toList(),
        new ModelBody(
            answer.source().model(),
            Long.toString(answer.source().version()),
            id.arm().code(),
            Math.max(0, nowMs - answer.source().createdAtMs())),
        applied,
        fallback == null ? null : fallback.code(),
        next == null ? null : next.encode(),
        answer.ignored().isEmpty() ? null : answer.ignored(),
        answer.exploration(),
        null,
        null);
  }

  /** This body with the candidates that it does not rank. */
  RecommendationBody withRest(CandidateRanking ranking) {
    return new RecommendationBody(
        recommendationId,
        items,
        model,
        applied,
        fallback,
        next,
        ignored,
        exploration,
        ranking.unknown(),
        ranking.unavailable());
  }

  private static ItemBody item(ScoredItem item) {
    Explanation explanation = item.explanation();
    return new ItemBody(
        item.itemId(),
        item.score(),
        item.title(),
        item.relevance(),
        item.propensity(),
        explanation == null ? null : explanation.because(),
        explanation == null
            ? null
            : new PartsBody(explanation.user(), explanation.prior(), explanation.boost()));
  }
}
