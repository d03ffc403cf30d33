package io.eddyline.schemas.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eddyline.schemas.error.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.agrona.concurrent.UnsafeBuffer;

class PackedNeighboursTest {
  private final PackedNeighbours packed = new PackedNeighbours();

  private void pack(List<String> ids) {
    packed.begin();
    for (int k = 0; k < ids.size(); k++) {
      byte[] id = ids.get(k).getBytes(StandardCharsets.UTF_8);
      packed.add(id, id.length, k / 4f);
    }
  }

  @Property
  void readsWhatWasPackedWhateverWasThereBefore(
      @ForAll @Size(max = 64) List<@StringLength(max = 60) String> before,
      @ForAll @Size(max = 64) List<@StringLength(max = 60) String> ids) {
    pack(before);
    pack(ids);
    List<String> expected = new ArrayList<>(List.of("of " + ids.size()));
    for (int k = 0; k < ids.size(); k++) {
      String id = new String(ids.get(k).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      expected.add("%d %s %s".formatted(k, id, k / 4f));
    }
    assertThat(NeighbourTexts.of(new UnsafeBuffer(packed.bytes(), 0, packed.length())))
        .isEqualTo(expected);
  }

  @Property
  void anyOtherLengthIsRefused(
      @ForAll @Size(min = 1, max = 5) List<@StringLength(max = 5) String> ids, @ForAll int cut) {
    pack(ids);
    int length = 1 + Math.floorMod(cut, packed.length() + 3);
    UnsafeBuffer list = new UnsafeBuffer(packed.bytes(), 0, length);
    if (length != packed.length()) {
      assertThatExceptionOfType(FormatException.class).isThrownBy(() -> NeighbourTexts.of(list));
    }
  }
}
