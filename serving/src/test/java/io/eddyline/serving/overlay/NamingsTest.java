package io.eddyline.serving.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who names an item, as of a view. */
class NamingsTest {
  private static final int ENTRIES = 1_000;

  private final Namings namings = new Namings();

  private List<String> seen(int slotCount) {
    List<String> seen = new ArrayList<>();
    namings.forEach(slotCount, (slot, count) -> seen.add(slot + ": " + count));
    return seen;
  }

  @Test
  void nobodyNamesAnItemAtFirst() {
    assertThat(seen(ENTRIES)).isEmpty();
  }

  @Test
  void everyViewSeesTheEntriesOfItsSlotsHoweverManyCameSince() {
    List<String> written = new ArrayList<>();
    for (int at = 0; at < ENTRIES; at++) {
      int slot = 3 * at;
      namings.add(slot, at / 4f);
      written.add(slot + ": " + at / 4f);
      assertThat(seen(slot + 1)).as("the view of slot %d", slot).isEqualTo(written);
    }
    for (int at = 0; at <= ENTRIES; at++) {
      assertThat(seen(3 * at)).as("a view of %d slots", 3 * at).isEqualTo(written.subList(0, at));
    }
  }
}
