package io.eddyline.serving.retrieve;

import io.eddyline.serving.retrieve.RecommendationRequest.Boost;
import java.util.ArrayList;
import java.util.List;

/** Names of what an answer could not heed. They are a promise. */
final class Ignored {
  static final String BOOST = "boost";
  static final String DIVERSITY = "diversity";
  static final String EXPLORE = "explore";
  static final String MIN_RELEVANCE = "min_relevance";
  static final String EXPLAIN = "explain";

  private Ignored() {}

  /** What of a request the order of popularity does not heed. */
  static List<String> byPopularity(RecommendationRequest request) {
    List<String> names = byPopularity(request.ordering().boosts(), request.explain());
    if (request.ordering().reranking().diversity() > 0) {
      names.add(DIVERSITY);
    }
    if (request.ordering().reranking().temperature() > 0) {
      names.add(EXPLORE);
    }
    if (request.selection().minRelevance() > 0) {
      names.add(MIN_RELEVANCE);
    }
    return names;
  }

  /** What of boosts and explanations the order of popularity does not heed: all of them. */
  static List<String> byPopularity(List<Boost> boosts, boolean explain) {
    List<String> names = new ArrayList<>();
    if (!boosts.isEmpty()) {
      names.add(BOOST);
    }
    if (explain) {
      names.add(EXPLAIN);
    }
    return names;
  }
}
