package io.eddyline.serving.retrieve;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.overlay.BestItems.Scored;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentRanking;
import io.eddyline.serving.overlay.Terms;
import io.eddyline.serving.rerank.Picks;
import io.eddyline.serving.rerank.Reranker;
import io.eddyline.serving.rerank.Reranking;
import io.eddyline.serving.retrieve.Recommendation.Exploration;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request in the making, of a version with items.
 *
 * <ol>
 *   <li>rank: the graph, under the version's bias or one with the request's filter and boosts;
 *   <li>keep what is relevant enough;
 *   <li>rearrange the first {@code poolSize} items; what follows stays in the order of the scores;
 *   <li>cut out the page, and explain its items.
 * </ol>
 *
 * <p>The pool does not depend on the page, so the pages of a list do not overlap.
 *
 * <p>Threading: one thread.
 */
final class PersonalAnswer {
  /** Items of an answer that are explained, from the first on. */
  static final int MAX_EXPLAINED = 100;

  private static final int DEEPER = 4;
  private static final int MAX_DEPTH = Integer.MAX_VALUE / 2;

  private final CurrentModel model;
  private final RecommendationRequest request;
  private final PersonalQuery asked;
  private final CurrentQuery query;
  private final Boosts boosts;
  private final RelevanceFloor floor;

  PersonalAnswer(CurrentModel model, RecommendationRequest request) {
    this.model = model;
    this.request = request;
    this.asked = PersonalQuery.of(model, request.asker(), request.selection());
    this.query = asked.query();
    this.boosts = new Boosts(model.version(), request.ordering().boosts());
    this.floor =
        new RelevanceFloor(
            model.manifest().calibration(), request.selection().minRelevance(), boosts);
  }

  Recommendation make() {
    Reranking how = request.ordering().reranking();
    int poolSize = how.rearranges() ? request.ordering().poolSize() : 0;
    CurrentRanking ranking = ranking(Math.max(request.page().end(), poolSize));
    RankedPool pool = new RankedPool(ranking, poolSize);
    Picks picks = Reranker.pick(pool, how, request.page().end());
    return new Recommendation(
        page(ranking, picks),
        Sources.of(model),
        asked.isPersonal() ? null : Fallback.UNKNOWN_USER,
        floor.isIgnored() ? List.of(Ignored.MIN_RELEVANCE) : List.of(),
        how.temperature() > 0 ? new Exploration(how.seed(), how.temperature(), pool.size()) : null);
  }

  /** The first items that are relevant enough, so many if there are. */
  private CurrentRanking ranking(int count) {
    Filter filter = request.selection().filter();
    Terms terms = new PersonalTerms(FilteredItems.ofNullable(model.version(), filter), boosts);
    for (long depth = count; ; depth *= DEEPER) {
      CurrentRanking ranking = model.rank(query, terms, (int) Math.min(depth, MAX_DEPTH));
      CurrentRanking kept = floor.keep(ranking);
      boolean exhausted = ranking.size() < depth;
      if (kept.size() >= count || exhausted || !floor.isOutOfOrder()) {
        return kept;
      }
    }
  }

  private List<ScoredItem> page(CurrentRanking ranking, Picks picks) {
    boolean explored = request.ordering().reranking().temperature() > 0;
    Explainer explainer = request.explain() ? new Explainer(model.scoring(), query) : null;
    List<ScoredItem> items = new ArrayList<>();
    int end = Math.min(request.page().end(), ranking.size());
    for (int position = request.page().offset(); position < end; position++) {
      boolean picked = position < picks.size();
      int rank = picked ? picks.rank(position) : position;
      Scored scored = ranking.items().get(rank);
      CurrentItem item = scored.item();
      items.add(
          new ScoredItem(
              item.id(),
              scored.score(),
              item.title(),
              floor.relevance(scored),
              explored ? Double.valueOf(picked ? picks.propensity(position) : 1) : null,
              explanation(explainer, items.size(), item)));
    }
    return items;
  }

  private @Nullable Explanation explanation(
      @Nullable Explainer explainer, int index, CurrentItem item) {
    return explainer == null || index >= MAX_EXPLAINED
        ? null
        : explainer.explain(item, boosts.of(item));
  }
}
