package io.eddyline.serving.overlay;

import static io.eddyline.serving.overlay.OverlayRows.origin;
import static io.eddyline.serving.overlay.OverlayRows.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Blocks of seen items come again from the log, older ones too, and numbers are used again. */
class SeenBlocksTest {
  private final Overlay overlay = new Overlay(new OverlayConfig(10, 10), new SimpleMeterRegistry());

  private void block(int number, long epoch, long updates, String item) {
    overlay.putSeenBlock("u", 0, number, new RowVersion(epoch, updates), List.of(item));
  }

  private Map<Integer, SeenBlock> blocks() {
    return Objects.requireNonNull(overlay.state("u"), "u").blocks();
  }

  private String item(int number) {
    return Objects.requireNonNull(blocks().get(number), "block").items().getFirst();
  }

  @Test
  void olderBlockDoesNotTakeThePlaceOfANewerOne() {
    block(0, 5, 7, "new");
    block(0, 5, 6, "old");
    assertThat(item(0)).isEqualTo("new");

    block(0, 6, 1, "newest");
    assertThat(item(0)).isEqualTo("newest");
  }

  @Test
  void blocksOfARemovedUserDoNotComeBackWithHim() {
    overlay.put(user("u", origin(0, 5, 3), 0, 2));
    block(0, 5, 3, "old 0");
    block(1, 5, 3, "old 1");
    overlay.remove(Side.USER, "u", origin(0, 5, 4));
    block(1, 5, 3, "old 1");
    assertThat(blocks()).isEmpty();

    overlay.put(user("u", origin(0, 5, 9), 0, 1));
    block(0, 5, 9, "new 0");
    block(0, 5, 3, "old 0");
    block(1, 5, 3, "old 1");
    assertThat(blocks()).containsOnlyKeys(0);
    assertThat(item(0)).isEqualTo("new 0");
  }

  @Test
  void removalThatIsHeardOfBehindTheRowThatCameBackTakesTheOlderBlocks() {
    overlay.put(user("u", origin(0, 5, 3), 0, 2));
    block(0, 5, 3, "old 0");
    block(1, 5, 3, "old 1");
    overlay.put(user("u", origin(0, 5, 9), 0, 2));
    block(1, 5, 9, "new 1");
    assertThat(blocks()).containsOnlyKeys(0, 1);

    assertThat(overlay.remove(Side.USER, "u", origin(0, 5, 4))).isFalse();

    assertThat(blocks()).containsOnlyKeys(1);
    assertThat(overlay.user("u")).isNotNull();
    assertThat(Objects.requireNonNull(overlay.state("u")).removed()).isNotNull();
  }

  @Test
  void blocksThatTheRowHasForgottenGoAndThoseAheadOfItStay() {
    block(0, 5, 3, "a");
    block(1, 5, 3, "b");
    block(2, 5, 3, "c");
    block(3, 5, 8, "ahead");

    overlay.put(user("u", origin(0, 5, 6), 1, 2));

    assertThat(blocks()).containsOnlyKeys(1, 3);
  }
}
