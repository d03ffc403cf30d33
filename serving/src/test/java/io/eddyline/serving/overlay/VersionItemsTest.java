package io.eddyline.serving.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is laid over a version against a map of it. */
class VersionItemsTest {
  private static final int STEPS = 20_000;
  private static final int IDS = 90;

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void showsWhatWasPublishedLast(long seed) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(1, 2);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      VersionItems items = new VersionItems(model);
      Map<String, Long> rows = new TreeMap<>();
      SplittableRandom random = new SplittableRandom(seed);
      for (long step = 1; step <= STEPS; step++) {
        String id = "i" + random.nextInt(IDS);
        switch (random.nextInt(6)) {
          case 0 -> {
            items.lift(id);
            rows.remove(id);
          }
          case 1 -> {
            items.layRemoval(id);
            rows.remove(id);
          }
          default -> {
            items.lay(OverlayRows.item(id, step));
            rows.put(id, step);
          }
        }
        if (random.nextInt(3) == 0) {
          items.publish();
          assertThat(laid(items.view())).as("seed %d step %d", seed, step).isEqualTo(rows);
        }
      }
    }
  }

  /** Popularity, which is the number of the update, by id; the products must agree with it. */
  private static Map<String, Long> laid(CurrentItems view) {
    Map<String, Long> laid = new TreeMap<>();
    float[] query = new float[OverlayRows.DIMENSION];
    for (int at = 0; at < query.length; at++) {
      query[at] = at + 1;
    }
    float[] products = view.multiply(query);
    view.forEachLaid(
        (chunk, lane, slot) -> {
          LaidItem item = chunk.item(lane);
          long updates = (long) item.popularity();
          assertThat(products[slot]).isEqualTo((float) (1 + updates % OverlayRows.DIMENSION));
          assertThat(view.find(item.id())).isSameAs(item);
          assertThat(laid.put(item.id(), updates)).isNull();
        });
    return laid;
  }

  @Test
  void churnOfChangedAndNewItemsTakesBoundedRoom() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(1, 2);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      VersionItems items = new VersionItems(model);
      int mostSlots = 0;
      int mostNumber = 0;
      for (int step = 0; step < 50_000; step++) {
        items.lay(OverlayRows.item("i" + step % 48, step));
        items.lay(OverlayRows.item("new" + step, step));
        items.lift("new" + (step - 100));
        items.publish();
        CurrentItem newcomer = OverlayRows.known(items.view(), "new" + step);
        mostNumber = Math.max(mostNumber, newcomer.row());
        mostSlots = Math.max(mostSlots, items.view().multiply(new float[8]).length);
      }
      assertThat(mostNumber).isLessThan(48 + 102);
      assertThat(mostSlots).isLessThan(1_024);
    }
  }
}
