package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdNumbersTest {
  private final Map<String, Integer> given = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private int next;
  private final Set<Integer> gone = new HashSet<>();
  private final IdNumbers numbers = new IdNumbers(this::give, gone::contains);

  @Test
  void anIdIsAskedForOnce() {
    assertThat(List.of(number("a"), number("b"), number("a"))).containsExactly(0, 1, 0);
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void idsThatBeginAlikeOrHaveNoBytesAreOthers() {
    List<String> ids = List.of("", "a", "aa", "aaa", "é", "e\u0301", "item-1", "item-10");
    ids.forEach(this::number);
    assertThat(ids.stream().map(this::number)).doesNotHaveDuplicates();
    assertThat(asked).containsExactlyElementsOf(ids);
  }

  @Test
  void aNumberThatIsGoneIsAskedForAnew() {
    int before = number("a");
    gone.add(before);
    given.remove("a");
    int after = number("a");
    assertThat(after).isNotEqualTo(before).isEqualTo(number("a"));
    assertThat(asked).containsExactly("a", "a");
  }

  @Test
  void whatWasForgottenIsAskedForAgain() {
    number("a");
    numbers.clear();
    number("a");
    assertThat(asked).containsExactly("a", "a");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] bytes = {(byte) 0xc3, 0x28};
    assertThatThrownBy(() -> numbers.numberOf(bytes, 0, 2))
        .isInstanceOf(FormatException.class)
        .hasMessage("an id of 2 bytes is not UTF-8");
  }

  @Property(tries = 20)
  void manyIdsHaveTheNumbersThatTheyWereGiven(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int longest) {
    numbers.clear();
    asked.clear();
    Map<String, Integer> expected = new HashMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < 20_000; k++) {
      String id = "%d".formatted(random.nextInt(12_000)).repeat(1 + random.nextInt(longest) / 60);
      int number = number(id);
      assertThat(expected.merge(id, number, (was, now) -> was)).as(id).isEqualTo(number);
    }
    assertThat(asked).as("each once").hasSize(expected.size());
  }

  private int give(String id) {
    asked.add(id);
    return given.computeIfAbsent(id, _ -> next++);
  }

  /* Amid other bytes, as in a record. */
  private int number(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] record = new byte[bytes.length + 5];
    System.arraycopy(bytes, 0, record, 3, bytes.length);
    return numbers.numberOf(record, 3, bytes.length);
  }
}
