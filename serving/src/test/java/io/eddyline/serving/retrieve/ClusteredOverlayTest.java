package io.eddyline.serving.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Newer rows over a version whose graph looks at a part of its items. */
class ClusteredOverlayTest {
  private static final int LIMIT = 10;

  /** Makes an item the first of any list. */
  private static final double POPULAR = 1e15;

  @TempDir Path root;

  private final Overlay overlay =
      new Overlay(new OverlayConfig(100, 100), new SimpleMeterRegistry());
  private long updates;

  @Test
  void newerItemsTakePartWhateverClusterTheyWouldBeIn() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.putClustered();
    try (LoadedModel model = TestModels.loadClustered(golden)) {
      overlay.follow(model);
      for (int user = 0; user < 26; user++) {
        List<String> before = ids(model, user);
        String first = before.getFirst();
        String unlisted = unlisted(model, before, user);
        overlay.remove(Side.ITEM, first, origin());
        overlay.put(popular(unlisted, model.manifest().dimension(), POPULAR));
        overlay.put(popular("brand-new", model.manifest().dimension(), POPULAR / 10));
        overlay.changed();
        List<String> expected = new ArrayList<>(List.of(unlisted, "brand-new"));
        expected.addAll(before.subList(1, LIMIT - 1));
        assertThat(ids(model, user)).as("user %d", user).isEqualTo(expected);
        overlay.drop(Side.ITEM, 0, (_, _) -> true);
        overlay.changed();
        assertThat(ids(model, user)).as("user %d, rows gone", user).isEqualTo(before);
      }
    }
  }

  private List<String> ids(LoadedModel model, int user) {
    RecommendationRequest request =
        new RecommendationRequest(
            new Asker("u" + user, null, List.of()),
            new Page(0, LIMIT),
            Selection.UNSEEN,
            Ordering.BY_SCORE,
            false);
    return Recommender.recommend(overlay.over(model), request).items().stream()
        .map(ScoredItem::itemId)
        .toList();
  }

  /** An item that is neither on the list nor the user's, so that the query stays as it is. */
  private static String unlisted(LoadedModel model, List<String> listed, int user) {
    int[] seen = model.users().seen(model.users().row("u" + user));
    return IntStream.range(0, model.items().count())
        .filter(model.items()::isAvailable)
        .filter(row -> Arrays.stream(seen).noneMatch(own -> own == row))
        .mapToObj(model.items()::id)
        .filter(id -> !listed.contains(id))
        .findFirst()
        .orElseThrow();
  }

  private OverlayItem popular(String id, int dimension, double popularity) {
    float[] vector = new float[dimension];
    vector[0] = 1;
    return new OverlayItem(
        id, origin(), vector, vector.clone(), new float[dimension], popularity, popularity, 1);
  }

  private RowOrigin origin() {
    updates++;
    return new RowOrigin(0, new RowVersion(1, updates), updates);
  }
}
