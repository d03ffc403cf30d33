package io.eddyline.serving.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.serving.filter.FilterParser;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.rerank.Reranking;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Boost;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.eddyline.serving.retrieve.RecommendationRequest.SessionItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A random request, and what the reference answers. */
final class Asked {
  private static final double TOLERANCE = 3e-4;

  /** A filter and what it accepts. */
  private record Case(String text, Predicate<CatalogueEntry> accepts) {}

  private static final List<Case> FILTERS =
      List.of(
          new Case("year >= 2000", entry -> year(entry) >= 2000),
          new Case("not has(genre)", entry -> !entry.attributes().containsKey("genre")),
          new Case("year = 1990 or item_id = 'i50'", entry -> year(entry) == 1990 || isI50(entry)),
          new Case("year != 'x'", _ -> true));

  private static int year(CatalogueEntry entry) {
    return (int) entry.attributes().getOrDefault("year", -1);
  }

  private static boolean isI50(CatalogueEntry entry) {
    return entry.itemId().equals("i50");
  }

  private final ReferenceRows reference;
  private final ReferenceRows.User user;
  private final Map<String, Float> session = new LinkedHashMap<>();
  private final Set<String> excluded = new HashSet<>();
  private final @Nullable Case filter;
  private final Case boosted;
  private final String boostedId;
  private final String anyItem;
  private final RecommendationRequest request;

  Asked(Random random, RandomRows rows, ReferenceRows reference) {
    this.reference = reference;
    String userId = random.nextInt(5) == 0 ? null : rows.anyUser();
    this.user = reference.user(userId);
    List<SessionItem> items = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      items.add(new SessionItem(rows.anyItem(), random.nextBoolean() ? 1 : 2.5f));
    }
    for (SessionItem item : items.reversed()) {
      if (reference.items.containsKey(item.itemId())) {
        session.putIfAbsent(item.itemId(), item.weight());
      }
    }
    for (int count = random.nextInt(5); count > 0; count--) {
      excluded.add(rows.anyItem());
    }
    this.filter = random.nextBoolean() ? null : FILTERS.get(random.nextInt(FILTERS.size()));
    this.boosted = FILTERS.get(random.nextInt(FILTERS.size()));
    this.boostedId = rows.anyItem();
    this.anyItem = rows.anyItem();
    boolean excludeSeen = random.nextBoolean();
    boolean boosts = random.nextBoolean();
    this.request =
        new RecommendationRequest(
            new Asker(userId, null, items),
            new Page(random.nextInt(8), 1 + random.nextInt(20)),
            new Selection(
                List.copyOf(excluded),
                excludeSeen,
                filter == null ? null : FilterParser.parse(filter.text()),
                random.nextBoolean() ? 0 : random.nextDouble()),
            new Ordering(boosts ? boosts() : List.of(), new Reranking(0, 0, 0), 0),
            random.nextBoolean());
    if (excludeSeen) {
      excluded.addAll(user.seen());
      excluded.addAll(session.keySet());
    }
  }

  private List<Boost> boosts() {
    return List.of(
        new Boost.ByFilter(FilterParser.parse(boosted.text()), 1.5f),
        new Boost.ByItem(boostedId, -2));
  }

  private double boost(String id) {
    double ofFilter = boosted.accepts().test(reference.entry(id)) ? 1.5 : 0;
    return request.ordering().boosts().isEmpty() ? 0 : ofFilter + (id.equals(boostedId) ? -2 : 0);
  }

  private double score(String id) {
    return reference.score(user, session, id);
  }

  private boolean isAccepted(String id) {
    return reference.items.containsKey(id)
        && reference.entry(id).available()
        && (filter == null || filter.accepts().test(reference.entry(id)));
  }

  private boolean isEligible(String id, LoadedModel model) {
    var calibration = model.manifest().calibration();
    return isAccepted(id)
        && !excluded.contains(id)
        && (calibration == null
            || calibration.relevance(score(id)) >= request.selection().minRelevance());
  }

  RecommendationRequest request() {
    return request;
  }

  void requireSame(Recommendation answer, LoadedModel model, String what) {
    require(answer.items(), id -> isEligible(id, model), id -> score(id) + boost(id), what);
    for (ScoredItem item : answer.items()) {
      Explanation explanation = item.explanation();
      assertThat(explanation != null).as(what).isEqualTo(request.explain());
      if (explanation != null) {
        double sum = explanation.user() + explanation.prior() + explanation.boost();
        for (Explanation.Reason reason : explanation.because()) {
          sum += reason.weight();
        }
        assertThat(sum).as("%s: %s", what, item).isCloseTo(item.score(), within(TOLERANCE));
      }
    }
  }

  void requireSameByPrior(Recommendation answer, String what) {
    require(
        answer.items(),
        id -> isAccepted(id) && !excluded.contains(id),
        id -> reference.item(id).prior(),
        what);
  }

  void requireSamePopular(CurrentModel model, String what) {
    var parsed = filter == null ? null : FilterParser.parse(filter.text());
    require(
        Recommender.popular(model, request.page(), parsed).items(),
        this::isAccepted,
        id -> reference.item(id).popularity(),
        what);
  }

  void requireSameCandidates(CurrentModel model, String what) {
    List<String> ids = new ArrayList<>(List.of("nothing", anyItem, boostedId));
    ids.addAll(excluded);
    CandidateRanking ranking =
        CandidateRanking.of(
            model,
            new CandidateRequest(
                request.asker(), ids, request.ordering().boosts(), request.explain()));
    Set<String> expected = new HashSet<>(ids);
    expected.removeIf(id -> !reference.items.containsKey(id) || !reference.entry(id).available());
    assertThat(ranking.answer().items())
        .as(what)
        .extracting(ScoredItem::itemId)
        .containsExactlyInAnyOrderElementsOf(expected);
    for (ScoredItem item : ranking.answer().items()) {
      assertThat((double) item.score())
          .as("%s: %s", what, item)
          .isCloseTo(score(item.itemId()) + boost(item.itemId()), within(TOLERANCE));
    }
  }

  void requireSameLikeness(CurrentModel model, String what) {
    if (reference.items.containsKey(anyItem)) {
      var parsed = filter == null ? null : FilterParser.parse(filter.text());
      require(
          SimilarItems.of(model, anyItem, request.page(), parsed).items(),
          id -> isAccepted(id) && !id.equals(anyItem),
          id -> reference.likeness(anyItem, id),
          "like %s: %s".formatted(anyItem, what));
    }
  }

  /** Ids may differ where scores are the same within the tolerance. */
  private void require(
      List<ScoredItem> items,
      Predicate<String> eligible,
      ToDoubleFunction<String> score,
      String what) {
    List<Double> expected =
        reference.items.keySet().stream()
            .filter(eligible)
            .map(score::applyAsDouble)
            .sorted(Comparator.reverseOrder())
            .skip(request.page().offset())
            .limit(request.page().limit())
            .toList();
    assertThat(items).as(what).hasSize(expected.size());
    assertThat(items).as(what).extracting(ScoredItem::itemId).doesNotHaveDuplicates();
    for (int rank = 0; rank < expected.size(); rank++) {
      ScoredItem item = items.get(rank);
      assertThat(eligible.test(item.itemId())).as("%s: %s", what, item).isTrue();
      assertThat((double) item.score())
          .as("%s: rank %d %s", what, rank, item)
          .isCloseTo(expected.get(rank), within(TOLERANCE))
          .isCloseTo(score.applyAsDouble(item.itemId()), within(TOLERANCE));
    }
  }
}
