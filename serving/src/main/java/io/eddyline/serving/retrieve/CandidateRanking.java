package io.eddyline.serving.retrieve;

import io.eddyline.serving.overlay.BestItems.Scored;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentItems;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentRanking;
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
  public static CandidateRanking of(CurrentModel model, CandidateRequest request) {
    Candidates candidates = Candidates.of(model.items(), request);
    PersonalQuery asked = PersonalQuery.of(model, request.asker(), ALL);
    List<ScoredItem> items =
        candidates.ranked().isEmpty() ? List.of() : score(model, request, asked, candidates);
    return candidates.answer(
        Recommendation.plain(items, Sources.of(model), fallback(model, asked)));
  }

  /** Orders by the prior, when there is no time for the graph. */
  public static CandidateRanking byPrior(CurrentModel model, CandidateRequest request) {
    Candidates candidates = Candidates.of(model.items(), request);
    List<ScoredItem> items = new ArrayList<>();
    for (CurrentItem item : candidates.ranked()) {
      items.add(ScoredItem.plain(new Scored(item, item.prior())));
    }
    items.sort(Comparator.comparingDouble(ScoredItem::score).reversed());
    return candidates.answer(
        new Recommendation(
            items,
            Sources.of(model),
            Fallback.DEADLINE,
            Ignored.byPopularity(request.boosts(), request.explain()),
            null));
  }

  private static List<ScoredItem> score(
      CurrentModel model, CandidateRequest request, PersonalQuery asked, Candidates candidates) {
    CurrentQuery query = asked.query();
    Boosts boosts = new Boosts(model.version(), request.boosts());
    Explainer explainer = request.explain() ? new Explainer(model.scoring(), query) : null;
    CurrentRanking ranking =
        model.rank(
            query, CandidateTerms.of(candidates.ranked(), boosts), candidates.ranked().size());
    List<ScoredItem> items = new ArrayList<>();
    for (Scored scored : ranking.items()) {
      CurrentItem item = scored.item();
      items.add(
          new ScoredItem(
              item.id(),
              scored.score(),
              item.title(),
              null,
              null,
              explainer != null && items.size() < PersonalAnswer.MAX_EXPLAINED
                  ? explainer.explain(item, boosts.of(item))
                  : null));
    }
    return items;
  }

  private static @Nullable Fallback fallback(CurrentModel model, PersonalQuery asked) {
    if (model.isEmpty()) {
      return Fallback.NO_MODEL;
    }
    return asked.isPersonal() ? null : Fallback.UNKNOWN_USER;
  }

  /** The candidates by what the version knows of them. */
  private record Candidates(
      List<CurrentItem> ranked, List<String> unknown, List<String> unavailable) {
    static Candidates of(CurrentItems items, CandidateRequest request) {
      Candidates candidates =
          new Candidates(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (String id : new LinkedHashSet<>(request.items())) {
        CurrentItem item = items.find(id);
        if (item == null) {
          candidates.unknown.add(id);
        } else if (!item.isAvailable()) {
          candidates.unavailable.add(id);
        } else {
          candidates.ranked.add(item);
        }
      }
      return candidates;
    }

    CandidateRanking answer(Recommendation recommendation) {
      return new CandidateRanking(recommendation, unknown, unavailable);
    }
  }
}
