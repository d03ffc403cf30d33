package io.eddyline.serving.http;

import io.eddyline.serving.http.RecommendationBody.ItemBody;
import io.eddyline.serving.retrieve.Recommendation.Exploration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of JSON for each explored answer, under the logger {@code eddyline.exploration}: what an
 * offline estimator joins with the events that bring back the recommendation's id. It names no
 * user.
 *
 * <p>Threading: thread-safe.
 */
final class ExplorationLog {
  private static final Logger log = LoggerFactory.getLogger("eddyline.exploration");

  private ExplorationLog() {}

  /** An explored answer. */
  private record Line(
      String recommendationId,
      String model,
      String version,
      long seed,
      double temperature,
      int poolSize,
      List<Shown> items) {}

  /** An item at its place in {@code items}, from 0. */
  private record Shown(String itemId, @Nullable Double propensity) {}

  /** Writes the line of an answer that was explored. */
  static void note(RecommendationBody body) {
    Exploration exploration = body.exploration();
    if (exploration == null || !log.isInfoEnabled()) {
      return;
    }
    log.info(
        Json.text(
            new Line(
                body.recommendationId(),
                body.model().name(),
                body.model().version(),
                exploration.seed(),
                exploration.temperature(),
                exploration.poolSize(),
                body.items().stream().map(ExplorationLog::shown).toList())));
  }

  private static Shown shown(ItemBody item) {
    return new Shown(item.itemId(), item.propensity());
  }
}
