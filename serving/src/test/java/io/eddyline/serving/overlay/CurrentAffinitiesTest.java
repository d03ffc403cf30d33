package io.eddyline.serving.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What laid items have in common, told as visits: C[j][i] + C[i][j]. */
@SuppressWarnings("NullAway.Init") // set before each test
class CurrentAffinitiesTest {
  private static final double ALLOWED = 1e-3;
  /* The golden version has items i0 to i47. */
  private static final int OWN_IDS = 48;
  private static final int IDS = 70;
  private static final int STEPS = 20_000;

  @TempDir Path root;
  private LoadedModel model;
  private VersionItems items;
  private long updates;

  @BeforeEach
  void load() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(1, 2);
    model = TestModels.load(golden, 1);
    items = new VersionItems(model);
  }

  @AfterEach
  void close() {
    model.close();
  }

  private void lay(String id, Map<String, Float> counts) {
    float[] values = new float[counts.size()];
    int at = 0;
    for (float count : counts.values()) {
      values[at++] = count;
    }
    OverlayItem row = OverlayRows.item(id, ++updates);
    String[] ids = counts.keySet().toArray(String[]::new);
    items.lay(row.with(new RowNeighbours(row.origin().version(), ids, values)));
  }

  /** Visits of an item by the sum that it adds to a laid one's score. */
  private double visits(CurrentItems view, String of, String laidId) {
    CurrentItem item = OverlayRows.known(view, of);
    LaidItem laid = (LaidItem) OverlayRows.known(view, laidId);
    CurrentModel current =
        new CurrentModel(
            model, SnapshotMarks.of(model.manifest()), new BoundedRows<>(0), () -> view);
    CurrentQuery query = CurrentQuery.similarTo(current, item);
    int slots = view.multiply(new float[OverlayRows.DIMENSION]).length;
    float sum = new CurrentAffinities(model, view, slots, query).sums()[laid.slot()];
    double root =
        sum / (model.scoring().neighbourWeight() * item.affinityFactor() * laid.affinityFactor());
    return root * root;
  }

  private double visits(String of, String laid) {
    return visits(items.view(), of, laid);
  }

  @Test
  void bothListsCount() {
    lay("new1", Map.of("new2", 3f));
    lay("new2", Map.of("new1", 1.5f, "i7", 2f));
    items.publish();
    assertThat(visits("new1", "new2")).isCloseTo(4.5, within(ALLOWED));
    assertThat(visits("new2", "new1")).isCloseTo(4.5, within(ALLOWED));
    assertThat(visits("i7", "new2")).isCloseTo(2, within(ALLOWED));
    assertThat(visits("i7", "new1")).isZero();
  }

  @Test
  void aRowThatIsLaidTwiceBeforeItIsShownCountsOnce() {
    lay("new1", Map.of("new2", 3f));
    lay("new1", Map.of("new2", 3f));
    lay("new2", Map.of());
    items.publish();
    assertThat(visits("new2", "new1")).isCloseTo(3, within(ALLOWED));
    lay("new1", Map.of("new2", 5f));
    items.lay(OverlayRows.item("new1", ++updates));
    lay("new1", Map.of("new2", 4f));
    lay("new1", Map.of("new3", 9f));
    lay("new1", Map.of("new2", 7f));
    items.publish();
    assertThat(visits("new2", "new1")).isCloseTo(7, within(ALLOWED));
  }

  @Test
  void aRowThatNoLongerNamesAnItemAddsNothing() {
    lay("new1", Map.of("i7", 3f));
    items.publish();
    CurrentItems before = items.view();
    lay("new1", Map.of("i8", 4f));
    items.publish();
    assertThat(visits("i7", "new1")).isZero();
    assertThat(visits("i8", "new1")).isCloseTo(4, within(ALLOWED));
    assertThat(visits(before, "i7", "new1")).isCloseTo(3, within(ALLOWED));
    assertThat(visits(before, "i8", "new1")).isZero();
  }

  @Test
  void anItemThatIsNamedBeforeItIsKnownCountsOnceItIs() {
    lay("i7", Map.of("late", 2f));
    items.publish();
    lay("late", Map.of());
    items.publish();
    assertThat(visits("i7", "late")).isCloseTo(2, within(ALLOWED));
    items.lift("late");
    lay("other", Map.of());
    items.publish();
    assertThat(visits("i7", "other")).as("with the number of one that went").isZero();
  }

  @Test
  void copyingWhatCountsKeepsAffinities() {
    lay("new1", Map.of("i7", 3f));
    lay("i8", Map.of("new1", 2f));
    items.publish();
    CurrentItems first = items.view();
    int mostSlots = 0;
    for (int step = 1; step <= 3_000; step++) {
      lay("churn", Map.of("new1", (float) step, "i7", 1f));
      items.publish();
      mostSlots = Math.max(mostSlots, ((LaidItem) known("churn")).slot());
    }
    assertThat(mostSlots).as("slots of 3000 rows, as they are copied").isLessThan(1_000);
    assertThat(visits("i7", "new1")).isCloseTo(3, within(ALLOWED));
    assertThat(visits("i8", "new1")).isCloseTo(2, within(ALLOWED));
    assertThat(visits("new1", "churn")).isCloseTo(3_000, within(1.0));
    assertThat(visits(first, "i8", "new1")).isCloseTo(2, within(ALLOWED));
  }

  private CurrentItem known(String id) {
    return OverlayRows.known(items.view(), id);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithMapsOfWhatIsLaidWhateverWasLaidBefore(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Map<String, Float>> laid = new HashMap<>();
    CurrentItems kept = items.view();
    Map<String, Map<String, Float>> keptLaid = Map.of();
    for (int step = 0; step < STEPS; step++) {
      String id = anyId(random, IDS);
      switch (random.nextInt(8)) {
        case 0 -> {
          items.lift(id);
          laid.remove(id);
        }
        case 1 -> {
          items.layRemoval(id);
          laid.remove(id);
        }
        default -> {
          Map<String, Float> counts = anyCounts(random, id);
          lay(id, counts);
          laid.put(id, counts);
        }
      }
      if (random.nextInt(4) == 0) {
        items.publish();
        requireSame(items.view(), laid, random, IDS, "seed %d step %d".formatted(seed, step));
        requireSame(kept, keptLaid, random, OWN_IDS, "kept, seed %d step %d".formatted(seed, step));
        if (random.nextInt(50) == 0) {
          kept = items.view();
          keptLaid = new HashMap<>(laid);
        }
      }
    }
  }

  private static String anyId(SplittableRandom random, int ids) {
    return "i" + random.nextInt(ids);
  }

  private static Map<String, Float> anyCounts(SplittableRandom random, String id) {
    Map<String, Float> counts = new LinkedHashMap<>();
    for (int k = random.nextInt(9); k > 0; k--) {
      counts.put(anyId(random, IDS), random.nextInt(5) == 0 ? 0 : 4 * (float) random.nextDouble());
    }
    counts.remove(id);
    return counts;
  }

  /**
   * Of some laid pairs; the version by itself counts no visits. A view that was kept does not find
   * newcomers that are gone since.
   */
  private void requireSame(
      CurrentItems view,
      Map<String, Map<String, Float>> laid,
      SplittableRandom random,
      int ids,
      String what) {
    for (int pair = 0; pair < 4; pair++) {
      String of = anyId(random, ids);
      String id = anyId(random, ids);
      if (!of.equals(id) && laid.containsKey(of) && laid.containsKey(id)) {
        double expected = laid.get(of).getOrDefault(id, 0f) + laid.get(id).getOrDefault(of, 0f);
        assertThat(visits(view, of, id))
            .as("%s, %s of %s", what, id, of)
            .isCloseTo(expected, within(ALLOWED));
      }
    }
  }
}
