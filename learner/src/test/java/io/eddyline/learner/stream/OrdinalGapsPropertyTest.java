package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class OrdinalGapsPropertyTest {
  @Property(tries = 200)
  void gapsAreTheSameSetAscending(@ForAll Set<@IntRange(max = 5_000_000) Integer> ordinals) {
    int[] gaps = ordinals.stream().mapToInt(Integer::intValue).toArray();
    int[] expected = gaps.clone();
    Arrays.sort(expected);

    OrdinalGaps.encode(gaps, gaps.length);

    List<Integer> list = Arrays.stream(gaps).boxed().toList();
    assertThat(OrdinalGaps.decode(list, List.of())).containsExactly(expected);
    assertThat(list).allMatch(gap -> gap >= 0);
  }

  @Property(tries = 50)
  void recordsOfOldHaveTheOrdinalsThemselves(@ForAll List<@IntRange(max = 100) Integer> ordinals) {
    assertThat(OrdinalGaps.decode(List.of(), ordinals))
        .containsExactly(ordinals.stream().mapToInt(Integer::intValue).toArray());
  }
}
