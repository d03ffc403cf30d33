package io.eddyline.serving.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who names an item. */
class NamingsTest {
  private static final int ENTRIES = 1_000;

  private final Namings namings = new Namings("item", 0);

  private List<String> seen() {
    List<String> seen = new ArrayList<>();
    namings.forEach((number, list, count) -> seen.add(number + " in " + list + ": " + count));
    return seen;
  }

  @Test
  void nobodyNamesAnItemAtFirst() {
    assertThat(seen()).isEmpty();
  }

  @Test
  void everyEntryIsSeenInOrder() {
    List<String> written = new ArrayList<>();
    for (int at = 0; at < ENTRIES; at++) {
      namings.add(at % 7, at + 1, at / 4f);
      written.add(at % 7 + " in " + (at + 1) + ": " + at / 4f);
      assertThat(seen()).isEqualTo(written);
    }
  }
}
