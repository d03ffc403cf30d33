package io.eddyline.serving.overlay;

import static io.eddyline.serving.overlay.OverlayRows.item;
import static io.eddyline.serving.overlay.OverlayRows.origin;
import static io.eddyline.serving.overlay.OverlayRows.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows the overlay takes, shows and lets go. */
class OverlayTest {
  private static final int BOUND = 5;

  @TempDir Path root;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Overlay overlay = new Overlay(new OverlayConfig(BOUND, BOUND), registry);

  /** The golden version with items, whose cut of partition 0 ends at a mark. */
  private LoadedModel load(long version, long epoch, long appliedInput) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    GoldenStore.editManifest(
        golden.put(version, 2),
        manifest -> {
          for (String marks : List.of("userMarks", "itemMarks")) {
            manifest
                .withObject("/offsets")
                .putObject(marks)
                .putObject("0")
                .put("epoch", epoch)
                .put("appliedInput", appliedInput);
          }
        });
    return TestModels.load(golden, version);
  }

  private List<String> laid(LoadedModel model) {
    return laid(overlay, model);
  }

  private static List<String> laid(Overlay overlay, LoadedModel model) {
    List<String> ids = new ArrayList<>();
    overlay.over(model).items().forEachLaid(laidItem -> ids.add(laidItem.id()));
    return ids;
  }

  @Test
  void takesNewerRowsAlone() {
    assertThat(overlay.put(item("i1", origin(0, 2, 5)))).isTrue();
    assertThat(overlay.put(item("i1", origin(0, 2, 5)))).isFalse();
    assertThat(overlay.put(item("i1", origin(0, 1, 9)))).isFalse();
    assertThat(overlay.remove(Side.ITEM, "i1", origin(0, 2, 4))).as("late, but noted").isTrue();
    assertThat(overlay.remove(Side.ITEM, "i1", origin(0, 2, 4))).isFalse();
    assertThat(overlay.put(item("i1", origin(0, 2, 6)))).isTrue();
    assertThat(overlay.put(item("i1", origin(0, 3, 1)))).isTrue();
    assertThat(overlay.put(user("u1", origin(0, 2, 5), 0, 0))).isTrue();
    assertThat(overlay.put(user("u1", origin(0, 2, 5), 0, 0))).isFalse();
    assertThat(overlay.remove(Side.USER, "u1", origin(0, 2, 6))).isTrue();
    assertThat(overlay.put(user("u1", origin(0, 2, 6), 0, 0))).isFalse();
    assertThat(overlay.itemCount()).isOne();
    assertThat(overlay.userCount()).isOne();
  }

  @Test
  void itemsShowTogetherWhenTheBatchEnds() throws Exception {
    try (LoadedModel model = load(1, 0, 0)) {
      overlay.follow(model);
      overlay.put(item("i1", 1));
      overlay.put(item("new", 2));
      assertThat(laid(model)).isEmpty();
      overlay.changed();
      assertThat(laid(model)).containsExactlyInAnyOrder("i1", "new");
    }
  }

  @Test
  void aRequestGoesOnSeeingWhatItBeganWith() throws Exception {
    try (LoadedModel model = load(1, 0, 0)) {
      overlay.follow(model);
      overlay.put(item("i1", 1));
      overlay.changed();
      CurrentItems before = overlay.over(model).items();
      for (int updates = 2; updates < 2_000; updates++) {
        overlay.put(item("i1", updates));
        overlay.put(item("new", updates));
        overlay.changed();
      }
      assertThat(OverlayRows.known(before, "i1").popularity()).isEqualTo(1);
      assertThat(before.find("new")).isNull();
      CurrentItem now = OverlayRows.known(overlay.over(model).items(), "i1");
      assertThat(now.popularity()).isEqualTo(1_999);
    }
  }

  @Test
  void aVersionThatWasClosedStopsNothing() throws Exception {
    try (LoadedModel lasting = load(1, 0, 0)) {
      LoadedModel closed = load(2, 0, 0);
      overlay.follow(closed);
      overlay.follow(lasting);
      closed.close();
      overlay.put(item("i1", 1));
      overlay.changed();
      assertThat(OverlayRows.known(overlay.over(lasting).items(), "i1").popularity()).isEqualTo(1);
    }
  }

  @Test
  void whatComesWhileAVersionIsLaidInPiecesIsLaidToo() throws Exception {
    int rows = 300;
    Overlay overlay = new Overlay(new OverlayConfig(1, rows), new SimpleMeterRegistry());
    try (LoadedModel model = load(1, 0, 0)) {
      for (int k = 0; k < rows; k++) {
        overlay.put(item("new" + k, 1));
      }
      overlay.begin(model);
      overlay.layPiece();
      overlay.put(item("new0", 2));
      overlay.put(item("new" + (rows - 1), 2));
      overlay.remove(Side.ITEM, "new1", origin(0, 1, 3));
      overlay.remove(Side.ITEM, "new" + (rows - 2), origin(0, 1, 3));
      overlay.put(item("later", 1));
      overlay.changed();
      assertThat(laid(overlay, model)).contains("new0", "later").hasSizeLessThan(rows);
      while (!overlay.isLaid()) {
        overlay.layPiece();
      }
      assertThat(laid(overlay, model))
          .hasSize(rows - 2)
          .contains("later", "new3", "new" + (rows - 3))
          .doesNotContain("new1", "new2", "new" + (rows - 2));
      CurrentItems items = overlay.over(model).items();
      assertThat(OverlayRows.known(items, "new" + (rows - 1)).popularity()).isEqualTo(2);
    }
  }

  @Test
  void aVersionThatIsClosedWhileItIsLaidIsForgotten() throws Exception {
    overlay.put(item("i1", 1));
    try (LoadedModel lasting = load(2, 0, 0)) {
      LoadedModel closed = load(1, 0, 0);
      overlay.begin(closed);
      overlay.begin(lasting);
      closed.close();
      overlay.layPiece();
      overlay.layPiece();
      assertThat(overlay.isLaid()).isTrue();
      assertThat(laid(lasting)).containsExactly("i1");
    }
  }

  @Test
  void rowsOfAnotherDimensionAreNotLaid() throws Exception {
    try (LoadedModel model = load(1, 0, 0)) {
      overlay.follow(model);
      float[] longer = new float[OverlayRows.DIMENSION + 1];
      overlay.put(new OverlayItem("new", origin(0, 1, 1), longer, longer, longer, 1, 1, 1));
      overlay.put(
          new OverlayUser(
              "anna", origin(0, 1, 1), longer, List.of(), List.of(), 0, 0, EventTimes.UNKNOWN));
      overlay.changed();
      CurrentModel current = overlay.over(model);
      assertThat(current.items().find("new")).isNull();
      assertThat(current.user("anna").isKnown()).isFalse();
    }
  }

  @Test
  void eachVersionIsLaidOverWithWhatItDoesNotHold() throws Exception {
    try (LoadedModel older = load(1, 3, 10);
        LoadedModel newer = load(2, 3, 20)) {
      overlay.put(item("i1", origin(0, 2, 99)));
      overlay.put(item("i2", origin(0, 3, 15)));
      overlay.follow(older);
      overlay.follow(newer);
      overlay.put(item("i3", origin(0, 3, 25)));
      overlay.put(item("i4", origin(1, 1, 1)));
      overlay.put(user("u1", origin(0, 3, 15), 0, 0));
      overlay.changed();
      assertThat(laid(older)).containsExactlyInAnyOrder("i2", "i3", "i4");
      assertThat(laid(newer)).containsExactlyInAnyOrder("i3", "i4");
      assertThat(overlay.over(older).user("u1").times()).isNotNull();
      assertThat(overlay.over(newer).user("u1").times()).isNull();
    }
  }

  @Test
  void letsGoWhatEveryVersionHolds() throws Exception {
    LoadedModel older = load(1, 3, 10);
    try (LoadedModel newer = load(2, 3, 20)) {
      overlay.letGo();
      overlay.follow(older);
      overlay.put(item("i2", origin(0, 3, 15)));
      overlay.put(item("i3", origin(0, 3, 25)));
      overlay.put(user("u1", origin(0, 3, 15), 0, 0));
      overlay.remove(Side.USER, "u2", origin(0, 3, 5));
      overlay.follow(newer);
      overlay.letGo();
      assertThat(overlay.itemCount()).isEqualTo(2);
      assertThat(overlay.userCount()).isOne();
      older.close();
      overlay.letGo();
      assertThat(overlay.itemCount()).isOne();
      assertThat(overlay.userCount()).isZero();
      assertThat(laid(newer)).containsExactly("i3");
    } finally {
      older.close();
    }
  }

  @Test
  void blocksAheadOfALetGoRowStay() throws Exception {
    try (LoadedModel model = load(1, 3, 10)) {
      overlay.follow(model);
      overlay.putSeenBlock("u9", 0, 0, new RowVersion(3, 5), List.of("a"));
      overlay.putSeenBlock("u9", 0, 1, new RowVersion(3, 6), List.of("b"));
      overlay.put(user("u9", origin(0, 3, 5), 0, 1));
      overlay.letGo();
      assertThat(isSeen(model, "a")).isFalse();
      assertThat(isSeen(model, "b")).isTrue();
      overlay.put(user("u9", origin(0, 3, 15), 2, 2));
      assertThat(isSeen(model, "b")).isFalse();
      assertThat(isSeen(model, "tail")).isTrue();
    }
  }

  private boolean isSeen(LoadedModel model, String id) {
    overlay.put(item(id, origin(7, 1, 1)));
    overlay.changed();
    CurrentModel current = overlay.over(model);
    CurrentItem item = OverlayRows.known(current.items(), id);
    ExcludedItems excluded = new ExcludedItems(model);
    current.user("u9").exclude(excluded);
    return excluded.has(item);
  }

  @Test
  void atTheBoundTheRowThatWasWrittenLongestAgoGoes() throws Exception {
    try (LoadedModel model = load(1, 0, 0)) {
      overlay.follow(model);
      for (int at = 0; at < BOUND; at++) {
        overlay.put(item("i" + at, at + 1));
        overlay.put(user("u" + at, origin(0, 1, at), 0, 0));
      }
      overlay.put(item("i0", 100));
      overlay.put(item("new", 101));
      overlay.put(user("u0", origin(0, 1, 100), 0, 0));
      overlay.put(user("new", origin(0, 1, 101), 0, 0));
      overlay.changed();
      assertThat(laid(model)).containsExactlyInAnyOrder("i0", "i2", "i3", "i4", "new");
      assertThat(overlay.over(model).user("u1").times()).isNull();
      assertThat(overlay.over(model).user("u0").times()).isNotNull();
      for (String side : List.of("user", "item")) {
        assertThat(registry.get("eddyline.serving.overlay.evictions").tag("side", side).counter())
            .satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
        assertThat(registry.get("eddyline.serving.overlay.rows").tag("side", side).gauge().value())
            .isEqualTo(BOUND);
      }
    }
  }

  @Test
  void dropsWhatACatchUpHasNotSeen() throws Exception {
    try (LoadedModel model = load(1, 0, 0)) {
      overlay.follow(model);
      overlay.put(item("i1", origin(1, 1, 1)));
      overlay.put(item("i2", origin(1, 1, 2)));
      overlay.put(item("i3", origin(2, 1, 3)));
      overlay.remove(Side.ITEM, "i4", origin(1, 1, 4));
      overlay.put(user("u1", origin(1, 1, 1), 0, 0));
      overlay.put(user("u2", origin(2, 1, 1), 0, 0));
      overlay.changed();
      assertThat(overlay.over(model).items().find("i4")).isNull();
      overlay.drop(Side.ITEM, 1, (id, _) -> !id.equals("i2"));
      overlay.drop(Side.USER, 1, (id, _) -> !id.equals("u2"));
      overlay.changed();
      assertThat(laid(model)).containsExactlyInAnyOrder("i2", "i3");
      assertThat(overlay.over(model).items().find("i4")).isInstanceOf(SnapshotItem.class);
      assertThat(overlay.over(model).user("u1").times()).isNull();
      assertThat(overlay.over(model).user("u2").times()).isNotNull();
    }
  }

  @Test
  void aVersionThatIsNotFollowedAnswersBare() throws Exception {
    try (LoadedModel model = load(1, 0, 0)) {
      overlay.put(item("i1", 1));
      overlay.changed();
      assertThat(laid(model)).isEmpty();
    }
  }
}
