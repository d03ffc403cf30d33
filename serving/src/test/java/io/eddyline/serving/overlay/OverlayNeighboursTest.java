package io.eddyline.serving.overlay;

import static io.eddyline.serving.overlay.OverlayRows.item;
import static io.eddyline.serving.overlay.OverlayRows.origin;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** Which neighbours the newest row of an item has, who says them seldom. */
class OverlayNeighboursTest {
  private static final String ID = "i1";

  private final Overlay overlay = new Overlay(new OverlayConfig(10, 10), new SimpleMeterRegistry());

  private boolean put(long epoch, long updates) {
    return overlay.put(item(ID, origin(0, epoch, updates)));
  }

  private boolean put(long epoch, long updates, String neighbour) {
    return overlay.put(OverlayRows.item(ID, origin(0, epoch, updates), neighbour, (float) updates));
  }

  private String neighbours() {
    RowNeighbours neighbours = requireNonNull(overlay.item(ID), ID).neighbours();
    return neighbours == null ? "none" : String.join(" ", neighbours.ids());
  }

  private RowVersion version() {
    return requireNonNull(overlay.item(ID), ID).origin().version();
  }

  @Test
  void aRowThatSaysNoneHasThoseOfTheRowBefore() {
    put(1, 1, "a");
    put(1, 2);
    put(1, 3);
    assertThat(neighbours()).isEqualTo("a");
    put(1, 4, "b");
    put(1, 5);
    assertThat(neighbours()).isEqualTo("b");
    assertThat(version()).isEqualTo(new RowVersion(1, 5));
  }

  @Test
  void anOlderRowCompletesANewerOneThatSaysNone() {
    put(1, 5);
    assertThat(put(1, 3, "a")).isTrue();
    assertThat(neighbours()).isEqualTo("a");
    assertThat(version()).isEqualTo(new RowVersion(1, 5));
  }

  @Test
  void theSameRowCompletesOneThatSaysNone() {
    put(1, 5);
    assertThat(put(1, 5, "a")).isTrue();
    assertThat(neighbours()).isEqualTo("a");
    assertThat(put(1, 5, "a")).isFalse();
  }

  @Test
  void anOlderRowReplacesNeighboursThatAreOlderYet() {
    put(1, 2, "a");
    put(1, 5);
    assertThat(put(1, 4, "b")).isTrue();
    assertThat(neighbours()).isEqualTo("b");
  }

  @Test
  void anOlderRowReplacesNoNewerNeighbours() {
    put(1, 4, "b");
    put(1, 5);
    assertThat(put(1, 3, "a")).isFalse();
    assertThat(put(1, 3)).isFalse();
    assertThat(neighbours()).isEqualTo("b");
  }

  @Test
  void nothingIsCarriedToALaterEpoch() {
    put(1, 9, "a");
    put(2, 1);
    assertThat(neighbours()).isEqualTo("none");
  }

  @Test
  void aRowOfAnEarlierEpochCompletesNothing() {
    put(2, 1);
    assertThat(put(1, 9, "a")).isFalse();
    assertThat(neighbours()).isEqualTo("none");
  }

  @Test
  void aRemovalEndsThem() {
    put(1, 1, "a");
    overlay.remove(Side.ITEM, ID, origin(0, 1, 2));
    assertThat(put(1, 2, "a")).isFalse();
    assertThat(overlay.item(ID)).isNull();
    put(1, 3);
    assertThat(neighbours()).isEqualTo("none");
  }

  @Test
  void aRowOfBeforeTheRemovalCompletesNothing() {
    put(1, 1);
    overlay.remove(Side.ITEM, ID, origin(0, 1, 3));
    put(1, 4);
    put(1, 5);
    assertThat(put(1, 2, "a")).isFalse();
    assertThat(put(1, 3, "a")).isFalse();
    assertThat(neighbours()).isEqualTo("none");
    assertThat(put(1, 4, "b")).isTrue();
    assertThat(neighbours()).isEqualTo("b");
  }

  @Test
  void aRemovalThatComesLateTakesWhatWasSaidBeforeIt() {
    put(1, 5, "a");
    put(1, 9);
    assertThat(neighbours()).isEqualTo("a");
    assertThat(overlay.remove(Side.ITEM, ID, origin(0, 1, 7))).isTrue();
    assertThat(neighbours()).isEqualTo("none");
    assertThat(version()).isEqualTo(new RowVersion(1, 9));
    assertThat(put(1, 6, "a")).isFalse();
    assertThat(overlay.remove(Side.ITEM, ID, origin(0, 1, 7))).as("no news").isFalse();
    put(1, 10, "b");
    assertThat(overlay.remove(Side.ITEM, ID, origin(0, 1, 8))).isTrue();
    assertThat(neighbours()).isEqualTo("b");
  }
}
