package io.eddyline.serving.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.filter.FilterParser;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What laid items cost an answer and their writer: over a version without a graph, so that nothing
 * else is in the figures, which are printed.
 */
@Tag("slow")
class OverlayCostTest {
  private static final int DIMENSION = 64;
  private static final int HISTORY = 20;
  private static final int BATCH = 100;
  private static final int WARM_UP = 3_000;
  private static final int RUNS = 1_001;

  @TempDir Path root;

  private final Random random = new Random(1);
  private long updates;

  @Test
  void printsWhatLaidItemsCost() throws Exception {
    System.out.println(
        "| laid items | answer, us | with a filter, us | laid and shown, a second |");
    System.out.println("|---|---|---|---|");
    for (int count : new int[] {100, 1_000, 10_000, 100_000}) {
      try (LoadedModel model = emptyVersion(count)) {
        Overlay overlay = new Overlay(new OverlayConfig(10, count), new SimpleMeterRegistry());
        overlay.follow(model);
        IntStream.range(0, count).forEach(at -> overlay.put(item(at)));
        overlay.put(user(count));
        overlay.changed();
        System.out.printf(
            Locale.ROOT,
            "| %,d | %.0f | %.0f | %,.0f |%n",
            count,
            medianUs(overlay, model, null),
            medianUs(overlay, model, "not has(genre)"),
            writesASecond(overlay, count));
      }
    }
  }

  private LoadedModel emptyVersion(long version) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    Path folder = golden.put(version, GoldenStore.EMPTY);
    int rowBytes = DIMENSION * Float.BYTES;
    GoldenStore.replace(folder, SnapshotFiles.USERS, new byte[rowBytes]);
    GoldenStore.replace(
        folder, SnapshotFiles.ITEMS, new byte[SnapshotFiles.paddedItems(0) * rowBytes]);
    GoldenStore.editManifest(folder, manifest -> manifest.put("dimension", DIMENSION));
    return TestModels.load(golden, version);
  }

  private OverlayItem item(int at) {
    return new OverlayItem(
        "item" + at, origin(), vector(), vector(), vector(), random.nextInt(1_000), 5, 1);
  }

  private OverlayUser user(int itemCount) {
    List<String> history =
        random.ints(HISTORY, 0, itemCount).mapToObj(at -> "item" + at).distinct().toList();
    return new OverlayUser("user", origin(), vector(), history, history, 0, 0, EventTimes.UNKNOWN);
  }

  private RowOrigin origin() {
    updates++;
    return new RowOrigin(0, new RowVersion(1, updates), updates);
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int at = 0; at < DIMENSION; at++) {
      vector[at] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double medianUs(Overlay overlay, LoadedModel model, @Nullable String filter) {
    RecommendationRequest request =
        new RecommendationRequest(
            new Asker("user", null, List.of()),
            new Page(0, 10),
            new Selection(List.of(), true, filter == null ? null : FilterParser.parse(filter), 0),
            Ordering.BY_SCORE,
            false);
    IntConsumer answer =
        _ ->
            assertThat(Recommender.recommend(overlay.over(model), request).items().size())
                .isEqualTo(10);
    IntStream.range(0, WARM_UP).forEach(answer);
    long[] timesNs = new long[RUNS];
    for (int run = 0; run < RUNS; run++) {
      long startNs = System.nanoTime();
      answer.accept(run);
      timesNs[run] = System.nanoTime() - startNs;
    }
    Arrays.sort(timesNs);
    return timesNs[RUNS / 2] / 1e3;
  }

  private double writesASecond(Overlay overlay, int count) {
    List<OverlayItem> rows =
        IntStream.range(0, 50_000).mapToObj(_ -> item(random.nextInt(count))).toList();
    long startNs = System.nanoTime();
    for (int at = 0; at < rows.size(); at++) {
      overlay.put(rows.get(at));
      if (at % BATCH == 0) {
        overlay.changed();
      }
    }
    return rows.size() / ((System.nanoTime() - startNs) / 1e9);
  }
}
