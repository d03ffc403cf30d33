package io.eddyline.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class StableOrderPropertyTest {
  @Property
  void sortsAsAStableSortDoes(@ForAll @Size(max = 200) @LongRange(min = 0, max = 20) long[] times) {
    int[] expected =
        IntStream.range(0, times.length)
            .boxed()
            .sorted(Comparator.comparingLong(row -> times[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    assertThat(StableOrder.byTime(Arrays.copyOf(times, times.length + 7), times.length))
        .isEqualTo(expected);
  }
}
