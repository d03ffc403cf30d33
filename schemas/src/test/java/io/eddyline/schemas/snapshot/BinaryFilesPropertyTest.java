package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.error.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BinaryFilesPropertyTest {
  private static final int BOUND = 1000;

  @Property(tries = 300)
  void vocabularyGivesBackEveryId(@ForAll @Size(max = 50) List<String> any) throws IOException {
    List<String> ids =
        any.stream()
            .map(id -> new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .filter(id -> Identifiers.fault(id) == null)
            .toList();
    var out = new ByteArrayOutputStream();
    Vocabulary.write(ids, out);
    Vocabulary vocabulary = Vocabulary.over(ByteBuffer.wrap(out.toByteArray()));
    assertThat(vocabulary.size()).isEqualTo(ids.size());
    for (int row = 0; row < ids.size(); row++) {
      assertThat(vocabulary.id(row)).isEqualTo(ids.get(row));
    }
  }

  @Property(tries = 300)
  void raggedIntsGiveBackEveryList(
      @ForAll @Size(max = 30) List<@Size(max = 20) List<@IntRange(min = 0, max = 999) Integer>> any)
      throws IOException {
    List<int[]> lists =
        any.stream().map(list -> list.stream().mapToInt(Integer::intValue).toArray()).toList();
    var out = new ByteArrayOutputStream();
    RaggedInts.write(lists, out);
    RaggedInts ragged = RaggedInts.over(ByteBuffer.wrap(out.toByteArray()), BOUND);
    assertThat(ragged.size()).isEqualTo(lists.size());
    for (int row = 0; row < lists.size(); row++) {
      assertThat(ragged.list(row)).isEqualTo(lists.get(row));
      assertThat(ragged.length(row)).isEqualTo(lists.get(row).length);
    }
  }

  @Property
  void damagedFilesAreRefusedWithAFormatException(
      @ForAll @IntRange(max = 200) int position, @ForAll byte damage) throws IOException {
    var ids = new ByteArrayOutputStream();
    Vocabulary.write(List.of("one", "two", "three"), ids);
    byte[] vocabulary = ids.toByteArray();
    vocabulary[position % vocabulary.length] ^= damage;
    var ints = new ByteArrayOutputStream();
    RaggedInts.write(List.of(new int[] {1, 2}, new int[] {}, new int[] {3}), ints);
    byte[] ragged = ints.toByteArray();
    ragged[position % ragged.length] ^= damage;
    try {
      Vocabulary read = Vocabulary.over(ByteBuffer.wrap(vocabulary));
      for (int row = 0; row < read.size(); row++) {
        assertThat(read.id(row)).isNotNull();
      }
      RaggedInts.over(ByteBuffer.wrap(ragged), BOUND);
    } catch (FormatException expected) {
      assertThat(expected.getMessage()).isNotEmpty();
    }
  }
}
