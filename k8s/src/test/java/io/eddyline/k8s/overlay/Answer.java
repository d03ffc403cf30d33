package io.eddyline.k8s.overlay;

import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentUser;
import io.eddyline.serving.overlay.ExcludedItems;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.eddyline.serving.retrieve.Recommender;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a user is answered, and what of each score is affinity.
 *
 * @param scores by item, best first
 * @param affinities by item, the part of the score that neighbours add
 * @param history of the user, newest first
 */
record Answer(Map<String, Float> scores, Map<String, Double> affinities, List<String> history) {

  /** The first {@code limit} of a user's items, by id. */
  static Map<String, Float> scores(CurrentModel model, String user, int limit) {
    RecommendationRequest request =
        new RecommendationRequest(
            new Asker(user, null, List.of()),
            new Page(0, limit),
            Selection.UNSEEN,
            Ordering.BY_SCORE,
            false);
    Map<String, Float> scores = new LinkedHashMap<>();
    for (ScoredItem item : Recommender.recommend(model, request).items()) {
      scores.put(item.itemId(), item.score());
    }
    return scores;
  }

  /** The whole list of a user. */
  static Answer of(CurrentModel model, String user) {
    Map<String, Float> scores = scores(model, user, Integer.MAX_VALUE / 4);
    CurrentUser asker = model.user(user);
    List<CurrentItem> history = asker.history(model.items());
    int length = Math.min(history.size(), model.scoring().historyLength());
    CurrentQuery query =
        CurrentQuery.of(
            model,
            asker,
            history.subList(0, length),
            new float[0],
            new ExcludedItems(model.version()));
    Map<String, Double> affinities = new LinkedHashMap<>();
    for (String id : scores.keySet()) {
      CurrentItem item = Objects.requireNonNull(model.items().find(id), id);
      double sum = 0;
      for (int age = 0; age < query.historyCount(); age++) {
        sum += query.neighbourWeight(age) * (double) query.affinity(age, item);
      }
      affinities.put(id, sum);
    }
    return new Answer(scores, affinities, history.stream().map(CurrentItem::id).toList());
  }

  float score(String item) {
    return Objects.requireNonNull(scores.get(item), item);
  }

  double affinity(String item) {
    return Objects.requireNonNull(affinities.get(item), item);
  }
}
