package io.eddyline.schemas.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

final class EventTokenPropertyTest {
  @Provide
  Arbitrary<Map<Integer, Long>> offsets() {
    return Arbitraries.maps(
            Arbitraries.integers().greaterOrEqual(0), Arbitraries.longs().greaterOrEqual(0))
        .ofMaxSize(40);
  }

  @Property
  void decodesWhatItEncoded(@ForAll("offsets") Map<Integer, Long> offsets) {
    EventToken token = new EventToken(new TreeMap<>(offsets));
    assertThat(EventToken.decode(token.encode())).isEqualTo(token);
    assertThat(token.encode()).matches("[A-Za-z0-9_-]+");
  }

  @Property
  void refusesRandomBytes(@ForAll @Size(max = 60) byte[] bytes) {
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    assertThatThrownBy(() -> EventToken.decode(text)).isInstanceOf(FormatException.class);
  }

  @Property
  void refusesRandomText(@ForAll String text) {
    assertThatThrownBy(() -> EventToken.decode(text)).isInstanceOf(FormatException.class);
  }

  @Property
  void refusesTokenWithOneCharacterChanged(
      @ForAll("offsets") Map<Integer, Long> offsets, @ForAll int place, @ForAll char other) {
    String text = new EventToken(new TreeMap<>(offsets)).encode();
    int at = Math.floorMod(place, text.length());
    if (text.charAt(at) != other) {
      String changed = text.substring(0, at) + other + text.substring(at + 1);
      assertThatThrownBy(() -> EventToken.decode(changed)).isInstanceOf(FormatException.class);
    }
  }

  @Example
  void keepsItsSpelling() {
    EventToken token = new EventToken(new TreeMap<>(Map.of(0, 5L, 3, 300L)));
    assertThat(token.encode()).isEqualTo("AQIABQKsAldU5Eg");
  }
}
