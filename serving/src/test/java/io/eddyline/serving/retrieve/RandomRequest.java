package io.eddyline.serving.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.serving.filter.FilterParser;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A random request of a random version, and what the reference answers. Threading: one thread. */
final class RandomRequest {
  private static final double TOLERANCE = 2e-4;

  /** A filter and what it accepts. */
  private record Case(String text, Predicate<CatalogueEntry> accepts) {}

  private static final List<Case> FILTERS =
      List.of(
          new Case("year >= 2000", entry -> year(entry) >= 2000),
          new Case("genre = 'War'", entry -> genres(entry).contains("War")),
          new Case(
              "genre in ['Comedy', 'Drama'] and year < 2005",
              entry ->
                  (genres(entry).contains("Comedy") || genres(entry).contains("Drama"))
                      && year(entry) < 2005),
          new Case("not has(genre)", entry -> genres(entry).isEmpty()),
          new Case(
              "year = 1990 or item_id = 'i3'",
              entry -> year(entry) == 1990 || entry.itemId().equals("i3")),
          new Case("year = 'x'", _ -> false),
          new Case("year != 'x'", _ -> true));

  private final RandomVersion version;
  private final int user;
  private final List<SessionItem> session = new ArrayList<>();
  private final Set<Integer> excluded = new HashSet<>();
  private final @Nullable Case filter;
  private final List<Case> boosted = new ArrayList<>();
  private final List<Float> boosts = new ArrayList<>();
  private final RecommendationRequest request;

  RandomRequest(Random random, RandomVersion version) {
    this.version = version;
    this.user = random.nextInt(RandomVersion.USERS + 1);
    for (int count = random.nextInt(4); count > 0; count--) {
      session.add(new SessionItem("i" + random.nextInt(60), random.nextBoolean() ? 1 : 2.5f));
    }
    random.ints(random.nextInt(5), 0, RandomVersion.ITEMS).forEach(excluded::add);
    this.filter = random.nextBoolean() ? null : FILTERS.get(random.nextInt(FILTERS.size()));
    for (int count = random.nextInt(3); count > 0; count--) {
      boosted.add(FILTERS.get(random.nextInt(FILTERS.size())));
      boosts.add((random.nextInt(100) - 50) / 10f);
    }
    boolean excludeSeen = random.nextBoolean();
    this.request =
        new RecommendationRequest(
            new Asker(user == 0 ? null : "u" + (user - 1), null, session),
            new Page(random.nextInt(8), 1 + random.nextInt(20)),
            new Selection(
                excluded.stream().map(item -> "i" + item).toList(),
                excludeSeen,
                filter == null ? null : FilterParser.parse(filter.text()),
                random.nextBoolean() ? 0 : random.nextDouble()),
            new Ordering(boosts(), new Reranking(0, 0, 0), 0),
            random.nextBoolean());
    if (excludeSeen) {
      IntStream.of(version.seen(user)).forEach(excluded::add);
      sessionScales().keySet().forEach(excluded::add);
    }
  }

  RecommendationRequest request() {
    return request;
  }

  private List<Boost> boosts() {
    List<Boost> list = new ArrayList<>();
    for (int at = 0; at < boosted.size(); at++) {
      list.add(new Boost.ByFilter(FilterParser.parse(boosted.get(at).text()), boosts.get(at)));
    }
    return list;
  }

  /** Known rows of the session with their weights, newest first. */
  private Map<Integer, Float> sessionScales() {
    Map<Integer, Float> scales = new LinkedHashMap<>();
    for (SessionItem item : session.reversed()) {
      if (row(item.itemId()) < RandomVersion.ITEMS) {
        scales.putIfAbsent(row(item.itemId()), item.weight());
      }
    }
    return scales;
  }

  private double boost(int item) {
    double sum = 0;
    for (int at = 0; at < boosted.size(); at++) {
      sum += boosted.get(at).accepts().test(entry(item)) ? boosts.get(at) : 0;
    }
    return sum;
  }

  /** What the catalogue says; an item without an entry is available and has nothing. */
  private CatalogueEntry entry(int item) {
    return version.catalogue.stream()
        .filter(one -> one.itemId().equals("i" + item))
        .findFirst()
        .orElse(new CatalogueEntry("i" + item, "", Map.of(), true));
  }

  private double unboosted(int item) {
    Map<Integer, Float> scales = sessionScales();
    List<Integer> history = new ArrayList<>(scales.keySet());
    IntStream.of(version.history(user))
        .filter(row -> !scales.containsKey(row))
        .forEach(history::add);
    return version.score(
        user, history.subList(0, Math.min(20, history.size())), List.copyOf(scales.values()), item);
  }

  private boolean isEligible(int item) {
    CatalogueEntry entry = entry(item);
    boolean relevant =
        version.calibration == null
            || version.calibration.relevance(unboosted(item)) >= request.selection().minRelevance();
    return entry.available()
        && !excluded.contains(item)
        && (filter == null || filter.accepts().test(entry))
        && relevant;
  }

  void requireSame(Recommendation answer, String what) {
    List<Double> expected =
        IntStream.range(0, RandomVersion.ITEMS)
            .filter(this::isEligible)
            .mapToObj(item -> unboosted(item) + boost(item))
            .sorted(Comparator.reverseOrder())
            .skip(request.page().offset())
            .limit(request.page().limit())
            .toList();
    assertThat(answer.items()).as(what).hasSize(expected.size());
    for (int rank = 0; rank < expected.size(); rank++) {
      ScoredItem item = answer.items().get(rank);
      int row = row(item.itemId());
      assertThat(isEligible(row)).as("%s: %s", what, item).isTrue();
      assertThat((double) item.score())
          .as("%s: rank %d", what, rank)
          .isCloseTo(expected.get(rank), within(TOLERANCE))
          .isCloseTo(unboosted(row) + boost(row), within(TOLERANCE));
    }
    boolean floor = request.selection().minRelevance() > 0;
    assertThat(answer.ignored())
        .as(what)
        .isEqualTo(floor && version.calibration == null ? List.of("min_relevance") : List.of());
  }

  void requireExplained(Recommendation answer, String what) {
    for (ScoredItem item : answer.items()) {
      Explanation explanation = item.explanation();
      assertThat(explanation != null).as(what).isEqualTo(request.explain());
      if (explanation != null) {
        double sum =
            explanation.user()
                + explanation.prior()
                + explanation.boost()
                + explanation.because().stream().mapToDouble(Explanation.Reason::weight).sum();
        assertThat(sum).as(what).isCloseTo(item.score(), within(TOLERANCE));
        assertThat(explanation.prior()).isCloseTo(version.prior(row(item.itemId())), within(1e-4));
        assertThat(explanation.boost()).isCloseTo(boost(row(item.itemId())), within(1e-4));
      }
    }
  }

  /** Row of an item in the version. */
  static int row(String itemId) {
    return Integer.parseInt(itemId.substring(1));
  }

  static int year(CatalogueEntry entry) {
    return (int) entry.attributes().getOrDefault("year", -1);
  }

  private static List<?> genres(CatalogueEntry entry) {
    Object genre = entry.attributes().get("genre");
    return genre instanceof List<?> list ? list : genre == null ? List.of() : List.of(genre);
  }
}
