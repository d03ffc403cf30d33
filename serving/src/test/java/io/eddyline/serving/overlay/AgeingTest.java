package io.eddyline.serving.overlay;

import static io.eddyline.serving.overlay.OverlayRows.origin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.HalfLives;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.model.Ranking;
import io.eddyline.serving.model.RetrievalQuery;
import io.eddyline.serving.model.TestModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How priors decay while a version is served. */
class AgeingTest {
  private static final HalfLives HALF_LIVES = new HalfLives(100, 20, 1);
  private static final long MADE = 1_000;

  @TempDir Path root;

  private final Overlay overlay = new Overlay(new OverlayConfig(10, 10), new SimpleMeterRegistry());
  private long updates;

  /** The golden version with items as of so many live pairs of its only partition. */
  private LoadedModel load(long version, long livePairs, @Nullable HalfLives halfLives)
      throws Exception {
    GoldenStore golden = new GoldenStore(root);
    GoldenStore.editManifest(
        golden.put(version, 2),
        manifest -> {
          manifest
              .withObject("/offsets/itemMarks")
              .putObject("0")
              .put("epoch", 1)
              .put("appliedInput", 0)
              .put("livePairs", livePairs);
          if (halfLives != null) {
            manifest.putPOJO("halfLives", halfLives);
          }
        });
    LoadedModel model = TestModels.load(golden, version);
    overlay.follow(model);
    return model;
  }

  /** Tells of a live pair by the row of an item that no version has. */
  private void hear(long livePairs) {
    put("new", 1, livePairs);
    overlay.finishAgeing();
  }

  private void put(String id, long epoch, long livePairs) {
    updates++;
    float[] vector = new float[OverlayRows.DIMENSION];
    vector[0] = 1;
    overlay.put(
        new OverlayItem(id, origin(0, epoch, updates), vector, vector, vector, 8, 4, livePairs));
    overlay.changed();
  }

  /** Priors by row as the graph adds them to the score of nobody's query; -inf of hidden rows. */
  private static float[] priors(LoadedModel model) {
    float[] priors = new float[model.items().count()];
    Arrays.fill(priors, Float.NEGATIVE_INFINITY);
    RetrievalQuery nobody =
        RetrievalQuery.with(0, null, new int[0], new float[0], new float[0], new int[0]);
    Ranking ranking = model.rank(nobody, priors.length);
    for (int rank = 0; rank < ranking.size(); rank++) {
      priors[ranking.row(rank)] = ranking.score(rank);
    }
    return priors;
  }

  private static float decayed(LoadedModel model, float popularity, float trend, long pairs) {
    return model
        .scoring()
        .prior(popularity * Math.pow(2, -pairs / 100.0), trend * Math.pow(2, -pairs / 20.0));
  }

  @Test
  void rowsDecayByThePairsThatOthersTellOf() throws Exception {
    try (LoadedModel model = load(1, MADE, HALF_LIVES)) {
      int count = model.items().count();
      float[] popularities = new float[count];
      float[] trends = new float[count];
      for (int row = 0; row < count; row++) {
        popularities[row] = model.items().priors().popularity(row);
        trends[row] = model.items().priors().trend(row);
      }
      hear(MADE + 50);
      float[] priors = priors(model);
      for (int row = 0; row < count; row++) {
        float expected = decayed(model, popularities[row], trends[row], 50);
        float prior = model.items().priors().prior(row);
        assertThat(prior).isCloseTo(expected, within(1e-4f));
        assertThat(priors[row])
            .isEqualTo(model.items().isAvailable(row) ? prior : Float.NEGATIVE_INFINITY);
        CurrentItem item = OverlayRows.known(overlay.over(model).items(), model.items().id(row));
        assertThat(item.prior()).isEqualTo(prior);
        assertThat(item.popularity())
            .isCloseTo((float) (popularities[row] * Math.sqrt(0.5)), within(1e-3f));
      }
    }
  }

  @Test
  void aLaidRowDecaysFromItsOwnLastPairOn() throws Exception {
    try (LoadedModel model = load(1, MADE, HALF_LIVES)) {
      put("i3", 1, MADE + 30);
      put("i4", 1, MADE - 70);
      hear(MADE + 50);
      CurrentItems items = overlay.over(model).items();
      CurrentItem counted = OverlayRows.known(items, "i3");
      assertThat(counted.prior()).isCloseTo(decayed(model, 8, 4, 20), within(1e-5f));
      assertThat(counted.popularity()).isCloseTo((float) (8 * Math.pow(2, -0.2)), within(1e-5f));
      CurrentItem changed = OverlayRows.known(items, "i4");
      assertThat(changed.prior()).isCloseTo(decayed(model, 8, 4, 120), within(1e-5f));
      items.forEachLaid(
          (chunk, lane, _) -> assertThat(chunk.prior(lane)).isEqualTo(chunk.item(lane).prior()));
    }
  }

  @Test
  void hiddenRowsStayHiddenAndAreAsOfNowWhenTheyAreShown() throws Exception {
    try (LoadedModel model = load(1, MADE, HALF_LIVES)) {
      int covered = model.items().row("i5");
      int unavailable = model.items().row("i6");
      float[] made = priors(model);
      BitSet rows = new BitSet();
      rows.set(covered);
      model.cover(rows);
      model.lay(List.of(new CatalogueEntry("i6", "", Map.of(), false)));
      hear(MADE + 500);
      try (QueryBias bias = model.bias(null)) {
        assertThat(bias.isHidden(covered)).isTrue();
        assertThat(bias.isHidden(unavailable)).isTrue();
      }
      model.uncover(rows);
      model.lay(List.of(new CatalogueEntry("i6", "", Map.of(), true)));
      float[] priors = priors(model);
      for (int row : new int[] {covered, unavailable}) {
        assertThat(priors[row]).isEqualTo(model.items().priors().prior(row));
        assertThat(priors[row]).isBetween(-10f, made[row] - 1);
      }
    }
  }

  @Test
  void aLowerClockChangesNothing() throws Exception {
    try (LoadedModel model = load(1, MADE, HALF_LIVES)) {
      float[] made = priors(model);
      hear(MADE - 10);
      assertThat(priors(model)).isEqualTo(made);
      hear(MADE + 20);
      float[] aged = priors(model);
      assertThat(aged).isNotEqualTo(made);
      hear(MADE + 10);
      assertThat(priors(model)).isEqualTo(aged);
    }
  }

  @Test
  void pairsOfRowsThatWereDroppedAreTakenBack() throws Exception {
    try (LoadedModel model = load(1, MADE, HALF_LIVES)) {
      float[] made = priors(model);
      put("i1", 1, MADE + 10);
      overlay.finishAgeing();
      float[] committed = priors(model);
      put("new", 1, MADE + 400);
      overlay.finishAgeing();
      overlay.drop(Side.ITEM, 0, (id, _) -> id.equals("new"));
      overlay.finishAgeing();
      assertThat(priors(model)).isEqualTo(committed);
      put("new", 2, MADE - 200);
      overlay.drop(Side.ITEM, 0, (id, _) -> id.equals("i1"));
      overlay.changed();
      overlay.finishAgeing();
      assertThat(priors(model)).isEqualTo(made);
    }
  }

  @Test
  void eachVersionDecaysFromItsOwnMark() throws Exception {
    try (LoadedModel older = load(1, MADE, HALF_LIVES);
        LoadedModel newer = load(2, MADE + 60, HALF_LIVES);
        LoadedModel same = load(3, MADE, HALF_LIVES);
        LoadedModel unknown = load(4, MADE, null)) {
      float[] made = priors(newer);
      hear(MADE + 60);
      assertThat(priors(newer)).isEqualTo(made);
      assertThat(priors(older)).isNotEqualTo(made).isEqualTo(priors(same));
      hear(MADE + 120);
      assertThat(priors(unknown)).isEqualTo(made);
      int row = older.items().row("i7");
      float ofOlder = older.items().priors().popularity(row);
      assertThat(newer.items().priors().popularity(row))
          .isCloseTo((float) (ofOlder * Math.pow(2, 0.6)), within(1e-3f));
    }
  }

  @Test
  void aVersionThatIsLoadedLaterGetsToTheSameMoment() throws Exception {
    try (LoadedModel first = load(1, MADE, HALF_LIVES)) {
      put("i2", 1, MADE + 5);
      hear(MADE + 33);
      try (LoadedModel second = load(2, MADE, HALF_LIVES)) {
        overlay.finishAgeing();
        assertThat(priors(second)).isEqualTo(priors(first));
        assertThat(OverlayRows.known(overlay.over(second).items(), "i2").prior())
            .isEqualTo(OverlayRows.known(overlay.over(first).items(), "i2").prior());
      }
    }
  }

  @Test
  void aClosedVersionHoldsUpNoOther() throws Exception {
    LoadedModel closed = load(1, MADE, HALF_LIVES);
    try (LoadedModel open = load(2, MADE, HALF_LIVES)) {
      float[] made = priors(open);
      put("new", 1, MADE + 50);
      overlay.age(() -> 0);
      closed.close();
      overlay.finishAgeing();
      assertThat(priors(open)).isNotEqualTo(made);
    }
  }

  @Test
  void aPieceIsFollowedByAsLongAPauseAsKeepsItsShareSmall() throws Exception {
    try (LoadedModel model = load(1, MADE, HALF_LIVES)) {
      int row = model.items().row("i1");
      float made = model.items().priors().popularity(row);
      SteppedClock clock = new SteppedClock();
      put("new", 1, MADE + 50);
      clock.stepNs = 1_000;
      overlay.age(clock);
      float aged = model.items().priors().popularity(row);
      assertThat(aged).isLessThan(made);
      put("new", 1, MADE + 90);
      clock.stepNs = 0;
      float before = model.items().priors().prior(row);
      for (int turn = 0; turn < 100; turn++) {
        overlay.age(clock);
      }
      assertThat(model.items().priors().prior(row)).isEqualTo(before);
      clock.nowNs += 48_000;
      overlay.age(clock);
      assertThat(model.items().priors().prior(row)).isEqualTo(before);
      clock.nowNs += 1_000;
      for (int turn = 0; turn < 2; turn++) {
        overlay.age(clock);
      }
      assertThat(model.items().priors().prior(row)).isLessThan(before);
    }
  }

  /** A clock on which a piece takes as long as is said. */
  private static final class SteppedClock implements NanoClock {
    private long nowNs = Long.MAX_VALUE - 2_000;
    private long stepNs;

    @Override
    public long nanoTime() {
      nowNs += stepNs;
      return nowNs;
    }
  }
}
