package io.eddyline.serving.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer does between the graph's run and the view behind it. */
@SuppressWarnings("NullAway.Init") // set before each test
class CurrentModelTest {
  private static final int ASKED = 3;

  @TempDir Path root;
  private LoadedModel model;
  private VersionItems items;

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

  private List<String> best(Supplier<CurrentItems> latest, int count) {
    SnapshotMarks marks = SnapshotMarks.of(model.manifest());
    CurrentModel current = new CurrentModel(model, marks, new BoundedRows<>(0), latest);
    CurrentQuery query = CurrentQuery.similarTo(current, OverlayRows.known(items.view(), "i7"));
    return current.rank(query, Terms.ORDINARY, count).items().stream()
        .map(scored -> scored.item().id())
        .toList();
  }

  @Test
  void allThatTheGraphAnsweredIsRemovedMeanwhile() {
    List<String> before = best(items::view, 2 * ASKED);
    AtomicInteger views = new AtomicInteger();
    List<String> answered =
        best(
            () -> {
              if (views.incrementAndGet() == 2) {
                before.subList(0, ASKED).forEach(items::layRemoval);
                items.publish();
              }
              return items.view();
            },
            ASKED);
    assertThat(answered).isEqualTo(before.subList(ASKED, 2 * ASKED));
  }

  @Test
  void whatTheGraphDidNotAnswerIsNewMeanwhile() {
    List<String> before = best(items::view, ASKED);
    AtomicInteger views = new AtomicInteger();
    List<String> answered =
        best(
            () -> {
              if (views.incrementAndGet() == 2) {
                OverlayItem row = OverlayRows.item("new", 1);
                items.lay(row.asPopular(Float.MAX_VALUE, Float.MAX_VALUE));
                items.publish();
              }
              return items.view();
            },
            ASKED);
    assertThat(answered).containsExactly("new", before.get(0), before.get(1));
  }
}
