package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.model.Ranking;
import io.eddyline.serving.model.RetrievalQuery;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's candidates in order.
 *
 * @param answer those that the version can rank, best first, whether the user has them or not
 * @param unknown those without a row in the version, as they were given
 * @param unavailable those that must not be shown, as they were given
 */
public record CandidateRanking(
    Recommendation answer, List<String> unknown, List<String> unavailable) {
  private static final Selection ALL = new Selection(List.of(), false, null, 0);

  public CandidateRanking {
    unknown = List.copyOf(unknown);
    unavailable = List.copyOf(unavailable);
  }

  /** Orders by the scores; runs the graph. */
  public static CandidateRanking of(LoadedModel model, CandidateRequest request) {
    Rows rows = Rows.of(model.items(), request);
    PersonalQuery asked = PersonalQuery.of(model, request.asker(), ALL);
    List<ScoredItem> items =
        rows.ranked().isEmpty() ? List.of() : score(model, request, asked, rows);
    return rows.answer(Recommendation.plain(items, Sources.of(model), fallback(model, asked)));
  }

  /** Orders by the prior, when there is no time for the graph. */
  public static CandidateRanking byPrior(LoadedModel model, CandidateRequest request) {
    Rows rows = Rows.of(model.items(), request);
    List<ScoredItem> items = new ArrayList<>();
    for (int row : rows.ranked()) {
      items.add(item(model, row, model.items().prior(model.scoring(), row), null));
    }
    items.sort(Comparator.comparingDouble(ScoredItem::score).reversed());
    return rows.answer(
        new Recommendation(
            items,
            Sources.of(model),
            Fallback.DEADLINE,
            Ignored.byPopularity(request.boosts(), request.explain()),
            null));
  }

  private static List<ScoredItem> score(
      LoadedModel model, CandidateRequest request, PersonalQuery asked, Rows rows) {
    RetrievalQuery query = asked.query();
    Boosts boosts = new Boosts(model, request.boosts());
    Explainer explainer = request.explain() ? new Explainer(model, query) : null;
    List<ScoredItem> items = new ArrayList<>();
    try (QueryBias bias = model.bias(null)) {
      bias.showOnly(rows.ranked().stream().mapToInt(Integer::intValue).toArray());
      boosts.addTo(bias);
      Ranking ranking = model.rank(query, bias, rows.ranked().size());
      for (int rank = 0; rank < ranking.size(); rank++) {
        int row = ranking.row(rank);
        items.add(
            item(
                model,
                row,
                ranking.score(rank),
                explainer != null && rank < PersonalAnswer.MAX_EXPLAINED
                    ? explainer.explain(row, boosts.of(row))
                    : null));
      }
    }
    return items;
  }

  private static @Nullable Fallback fallback(LoadedModel model, PersonalQuery asked) {
    if (model.isEmpty()) {
      return Fallback.NO_MODEL;
    }
    return asked.isPersonal() ? null : Fallback.UNKNOWN_USER;
  }

  private static ScoredItem item(
      LoadedModel model, int row, float score, @Nullable Explanation explanation) {
    return new ScoredItem(
        model.items().id(row), score, model.items().title(row), null, null, explanation);
  }

  /** The candidates by what the version knows of them. */
  private record Rows(List<Integer> ranked, List<String> unknown, List<String> unavailable) {
    static Rows of(ItemRows items, CandidateRequest request) {
      Rows rows = new Rows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (String id : new LinkedHashSet<>(request.items())) {
        int row = items.row(id);
        if (row == ItemRows.MISSING) {
          rows.unknown.add(id);
        } else if (!items.isAvailable(row)) {
          rows.unavailable.add(id);
        } else {
          rows.ranked.add(row);
        }
      }
      return rows;
    }

    CandidateRanking answer(Recommendation recommendation) {
      return new CandidateRanking(recommendation, unknown, unavailable);
    }
  }
}
