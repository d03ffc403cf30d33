package io.eddyline.serving.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.snapshot.HalfLives;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.AgedOverlay;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A version with newer rows over it answers as a version would that was made with those rows. */
class OverlaidAnswersPropertyTest {
  private static final int ROUNDS = 12;
  private static final int REQUESTS = 12;

  @TempDir Path root;

  private final Overlay overlay =
      new Overlay(new OverlayConfig(1_000, 1_000), new SimpleMeterRegistry());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void answersAsAVersionMadeNowWould(long seed) throws Exception {
    compare(seed, new RandomVersion(seed, RandomVersion.HALF_LIVES));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aVersionWithoutHalfLivesKeepsItsPopularities(long seed) throws Exception {
    compare(seed, new RandomVersion(seed));
  }

  private void compare(long seed, RandomVersion version) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    version.put(golden, 1);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      overlay.follow(model);
      compare(seed, model, new ReferenceRows(version));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void anEmptyVersionAnswersFromNewerRowsAlone(long seed) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    Path folder = golden.put(1, GoldenStore.EMPTY);
    HalfLives halfLives = seed == 7 ? null : RandomVersion.HALF_LIVES;
    if (halfLives != null) {
      GoldenStore.editManifest(folder, manifest -> RandomVersion.decay(manifest, halfLives));
    }
    try (LoadedModel model = TestModels.load(golden, 1)) {
      overlay.follow(model);
      assertThat(overlay.over(model).isEmpty()).isTrue();
      compare(seed, model, new ReferenceRows(halfLives));
    }
  }

  @Test
  void rowsThatCameBeforeTheVersionAreLaidOverIt() throws Exception {
    long seed = 9;
    RandomVersion version = new RandomVersion(seed, RandomVersion.HALF_LIVES);
    GoldenStore golden = new GoldenStore(root);
    version.put(golden, 1);
    try (LoadedModel first = TestModels.load(golden, 1);
        LoadedModel second = TestModels.load(golden, 1)) {
      overlay.follow(first);
      ReferenceRows reference = new ReferenceRows(version);
      Random random = new Random(seed);
      RandomRows rows = new RandomRows(random, overlay, reference);
      rows.write(60, first);
      overlay.follow(second);
      AgedOverlay.finish(overlay);
      second.lay(List.copyOf(reference.catalogue.values()));
      for (int request = 0; request < REQUESTS; request++) {
        Asked asked = new Asked(random, rows, reference);
        String what = "seed %d: %s".formatted(seed, asked.request());
        asked.requireSame(Recommender.recommend(overlay.over(first), asked.request()), first, what);
        asked.requireSame(
            Recommender.recommend(overlay.over(second), asked.request()), second, what);
      }
    }
  }

  private void compare(long seed, LoadedModel model, ReferenceRows reference) {
    Random random = new Random(seed);
    RandomRows rows = new RandomRows(random, overlay, reference);
    for (int round = 0; round < ROUNDS; round++) {
      rows.write(1 + random.nextInt(30), model);
      for (int request = 0; request < REQUESTS; request++) {
        Asked asked = new Asked(random, rows, reference);
        CurrentModel current = overlay.over(model);
        if (current.isEmpty()) {
          continue;
        }
        String what = "seed %d round %d: %s".formatted(seed, round, asked.request());
        asked.requireSame(Recommender.recommend(current, asked.request()), model, what);
        asked.requireSameByPrior(Recommender.popularInstead(current, asked.request()), what);
        asked.requireSamePopular(current, what);
        asked.requireSameCandidates(current, what);
        asked.requireSameLikeness(current, what);
      }
    }
  }
}
