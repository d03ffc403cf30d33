package io.eddyline.serving.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankingOverlapTest {
  @Test
  void isOneForTheSameAndZeroForStrangers() {
    List<String> ranking = List.of("a", "b", "c");
    assertThat(RankingOverlap.rankBiased(ranking, ranking)).isCloseTo(1, within(1e-12));
    assertThat(RankingOverlap.rankBiased(ranking, List.of("x", "y", "z"))).isZero();
    assertThat(RankingOverlap.rankBiased(List.of(), List.of())).isEqualTo(1);
    assertThat(RankingOverlap.rankBiased(ranking, List.of())).isZero();
    assertThat(RankingOverlap.at(ranking, List.of("c", "x", "b"), 3))
        .isCloseTo(2 / 3.0, within(1e-12));
    assertThat(RankingOverlap.at(List.of(), List.of(), 0)).isEqualTo(1);
  }

  @Test
  void weighsTheFirstRanksMost() {
    List<String> shown = List.of("a", "b", "c", "d", "e");
    double firstSwapped = RankingOverlap.rankBiased(shown, List.of("b", "a", "c", "d", "e"));
    double lastSwapped = RankingOverlap.rankBiased(shown, List.of("a", "b", "c", "e", "d"));
    assertThat(firstSwapped).isLessThan(lastSwapped).isLessThan(1);
  }

  @Property(tries = 200)
  void agreesWithTheDefinition(@ForAll long seed, @ForAll @IntRange(max = 20) int length) {
    Random random = new Random(seed);
    List<String> one = shuffled(random, length);
    List<String> other = shuffled(random, length);
    assertThat(RankingOverlap.rankBiased(one, other))
        .as("seed %d", seed)
        .isCloseTo(naive(one, other), within(1e-9));
  }

  /** Sums the definition's series far beyond the lists, the agreement staying at its last value. */
  private static double naive(List<String> one, List<String> other) {
    if (one.isEmpty()) {
      return 1;
    }
    double sum = 0;
    double agreement = 0;
    for (int depth = 1; depth <= 500; depth++) {
      if (depth <= one.size()) {
        Set<String> common = new HashSet<>(one.subList(0, depth));
        common.retainAll(other.subList(0, depth));
        agreement = (double) common.size() / depth;
      }
      sum +=
          (1 - RankingOverlap.PERSISTENCE)
              * Math.pow(RankingOverlap.PERSISTENCE, depth - 1)
              * agreement;
    }
    return sum;
  }

  private static List<String> shuffled(Random random, int length) {
    List<String> ids = new ArrayList<>(IntStream.range(0, 30).mapToObj(Integer::toString).toList());
    Collections.shuffle(ids, random);
    return ids.subList(0, length);
  }
}
