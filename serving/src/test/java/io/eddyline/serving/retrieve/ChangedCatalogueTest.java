package io.eddyline.serving.retrieve;

import static io.eddyline.serving.overlay.Overlay.bare;
import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.filter.FilterParser;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden version's items are of the years 1990 to 2037. */
@SuppressWarnings("NullAway.Init") // set before each test
class ChangedCatalogueTest {
  private LoadedModel model;

  @BeforeEach
  void load(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    model = TestModels.load(golden, 2);
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void filtersSeeNewAttributesThoughTheyWereAskedBefore() {
    assertThat(after2034()).containsExactlyInAnyOrder("i45", "i46");
    model.lay(
        List.of(
            new CatalogueEntry("i0", "", Map.of("year", 2050), true),
            new CatalogueEntry("i45", "", Map.of("year", List.of(1900, 1901)), true),
            new CatalogueEntry("i1", "", Map.of("year", 2050), false)));
    assertThat(after2034()).containsExactlyInAnyOrder("i0", "i46");
    model.lay(List.of(new CatalogueEntry("i45", "", Map.of("year", 2035), true)));
    assertThat(after2034()).containsExactlyInAnyOrder("i0", "i45", "i46");
  }

  @Test
  void hiddenItemsAreGoneFromQueriesWithTheirOwnBias() {
    model.lay(List.of(new CatalogueEntry("i46", "", Map.of("year", 2036), false)));
    assertThat(after2034()).containsExactly("i45");
  }

  @Test
  void factsAreTheNewestEntry() {
    model.lay(
        List.of(
            new CatalogueEntry("i0", "New title", Map.of("year", 2050), false),
            new CatalogueEntry("newcomer", "Newcomer", Map.of(), true)));
    ItemFacts facts = ItemFacts.of(bare(model), "i0");
    assertThat(facts.title()).isEqualTo("New title");
    assertThat(facts.attributes()).isEqualTo(Map.of("year", 2050));
    assertThat(facts.available()).isFalse();
    ItemFacts newcomer = ItemFacts.of(bare(model), "newcomer");
    assertThat(newcomer.title()).isEqualTo("Newcomer");
    assertThat(newcomer.ranked()).isFalse();
    assertThat(newcomer.popularity()).isNull();
  }

  private List<String> after2034() {
    Filter filter = FilterParser.parse("year > 2034");
    var request =
        new RecommendationRequest(
            new Asker(null, null, List.of()),
            new Page(0, 48),
            new Selection(List.of(), true, filter, 0),
            Ordering.BY_SCORE,
            false);
    return Recommender.recommend(bare(model), request).items().stream()
        .map(ScoredItem::itemId)
        .toList();
  }
}
