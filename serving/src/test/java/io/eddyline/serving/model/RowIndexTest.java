package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class RowIndexTest {
  private static final int LOOKUPS = 4_096;
  private static final int ROUNDS = 60;

  @Property(tries = 200)
  void findsWhatHashMapFinds(
      @ForAll @UniqueElements @Size(max = 80) List<String> ids, @ForAll List<String> others)
      throws IOException {
    List<String> encodable =
        ids.stream()
            .filter(id -> Identifiers.fault(id) == null)
            .filter(RowIndexTest::survivesUtf8)
            .toList();
    RowIndex index = new RowIndex(vocabulary(encodable), LoadPace.UNLIMITED);
    Map<String, Integer> reference = new HashMap<>();
    for (int row = 0; row < encodable.size(); row++) {
      reference.put(encodable.get(row), row);
    }
    for (String id : encodable) {
      assertThat(index.row(id)).isEqualTo(reference.get(id));
    }
    for (String id : others) {
      assertThat(index.row(id)).isEqualTo(reference.getOrDefault(id, RowIndex.MISSING));
    }
  }

  @Test
  void tellsIdsOfOneHashApart() throws IOException {
    RowIndex index = new RowIndex(vocabulary(List.of("AaAa", "BBBB", "AaBB")), LoadPace.UNLIMITED);
    assertThat(index.row("BBBB")).isEqualTo(1);
    assertThat(index.row("AaBB")).isEqualTo(2);
    assertThat(index.row("BBAa")).isEqualTo(RowIndex.MISSING);
  }

  @Test
  void refusesIdThatStandsTwice() {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> new RowIndex(vocabulary(List.of("a", "b", "a")), LoadPace.UNLIMITED))
        .withMessageContaining("rows 0 and 2");
  }

  @Test
  void lookingUpMakesNoStrings() throws IOException {
    List<String> ids = IntStream.range(0, LOOKUPS).mapToObj(row -> "item-" + row).toList();
    RowIndex index = new RowIndex(vocabulary(ids), LoadPace.UNLIMITED);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int row = 0; row < LOOKUPS; row++) {
        if (index.row(ids.get(row)) != row) {
          throw new AssertionError(ids.get(row));
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes of %d lookups", LOOKUPS).isLessThan(1_000);
  }

  private static boolean survivesUtf8(String id) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(id);
  }

  private static Vocabulary vocabulary(List<String> ids) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Vocabulary.write(ids, out);
    return Vocabulary.over(ByteBuffer.wrap(out.toByteArray()));
  }
}
