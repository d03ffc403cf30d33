package io.eddyline.serving.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RerankerTest {
  /** Row is 100 + rank. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record ListPool(float[] scores, float[][] vectors) implements Pool {
    @Override
    public int size() {
      return scores.length;
    }

    @Override
    public float score(int rank) {
      return scores[rank];
    }

    @Override
    public int row(int rank) {
      return 100 + rank;
    }

    @Override
    public float[] vector(int rank) {
      return vectors[rank];
    }
  }

  private static final Pool TWINS =
      new ListPool(new float[] {3, 2.9f, 2.5f, 0}, new float[][] {{1, 0}, {1, 0}, {0, 1}, {-1, 0}});

  @Test
  void keepsTheOrderWithoutDiversityAndNoise() {
    Picks picks = Reranker.pick(TWINS, new Reranking(0, 0, 1), 9);
    assertThat(ranks(picks)).containsExactly(0, 1, 2, 3);
    assertThat(picks.propensity(2)).isEqualTo(1);
  }

  @Test
  void putsTheUnlikeBeforeTheTwin() {
    assertThat(ranks(Reranker.pick(TWINS, new Reranking(0.4, 0, 1), 4)))
        .containsExactly(0, 2, 1, 3);
    assertThat(ranks(Reranker.pick(TWINS, new Reranking(1, 0, 1), 4)))
        .startsWith(0, 3)
        .containsExactly(0, 3, 2, 1);
  }

  @Test
  void samplesByTheModelsSoftmaxAndSaysSo() {
    Pool pool = new ListPool(new float[] {2, 1, 0}, new float[3][0]);
    Map<List<Integer>, Integer> counts = new HashMap<>();
    Map<List<Integer>, Double> propensities = new HashMap<>();
    int draws = 40_000;
    for (int seed = 0; seed < draws; seed++) {
      Picks picks = Reranker.pick(pool, new Reranking(0, 2, seed), 2);
      counts.merge(ranks(picks), 1, Integer::sum);
      propensities.put(ranks(picks), picks.propensity(0) * picks.propensity(1));
    }
    assertThat(counts).hasSize(6);
    double first = Math.exp(1) / (Math.exp(1) + Math.exp(0.5) + 1);
    double second = Math.exp(0.5) / (Math.exp(0.5) + 1);
    assertThat(propensities.get(List.of(0, 1))).isCloseTo(first * second, within(1e-6));
    // five standard deviations of a share
    counts.forEach(
        (list, count) ->
            assertThat((double) count / draws)
                .as("%s", list)
                .isCloseTo(
                    propensities.getOrDefault(list, 0.0), within(5 * 0.5 / Math.sqrt(draws))));
  }

  @Test
  void samplesByTheValuesThatDiversityLeaves() {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    Map<List<Integer>, Double> propensities = new HashMap<>();
    int draws = 40_000;
    for (int seed = 0; seed < draws; seed++) {
      Picks picks = Reranker.pick(TWINS, new Reranking(0.3, 1, seed), 3);
      counts.merge(ranks(picks), 1, Integer::sum);
      propensities.put(
          ranks(picks), picks.propensity(0) * picks.propensity(1) * picks.propensity(2));
    }
    assertThat(propensities.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-6));
    counts.forEach(
        (list, count) ->
            assertThat((double) count / draws)
                .as("%s", list)
                .isCloseTo(
                    propensities.getOrDefault(list, 0.0), within(5 * 0.5 / Math.sqrt(draws))));
  }

  @Property(tries = 200)
  void longerListsBeginAsShorterOnesDo(@ForAll long seed) {
    Random random = new Random(seed);
    Pool pool = pool(random, 1 + random.nextInt(40));
    Reranking how = new Reranking(random.nextInt(3) / 2.0, random.nextInt(3), random.nextLong());
    List<Integer> whole = ranks(Reranker.pick(pool, how, pool.size()));
    assertThat(whole).as("seed %d", seed).hasSize(pool.size()).doesNotHaveDuplicates();
    int count = random.nextInt(pool.size() + 1);
    assertThat(ranks(Reranker.pick(pool, how, count)))
        .as("seed %d", seed)
        .isEqualTo(whole.subList(0, count));
  }

  @Property(tries = 200)
  void picksTheGreatestMarginalRelevance(@ForAll long seed) {
    Random random = new Random(seed);
    Pool pool = pool(random, 2 + random.nextInt(20));
    double delta = random.nextDouble();
    List<Integer> picked = ranks(Reranker.pick(pool, new Reranking(delta, 0, 0), pool.size()));
    for (int position = 1; position < picked.size(); position++) {
      double taken = value(pool, delta, picked.get(position), picked.subList(0, position));
      for (int other : picked.subList(position, picked.size())) {
        assertThat(taken)
            .as("seed %d position %d", seed, position)
            .isGreaterThanOrEqualTo(value(pool, delta, other, picked.subList(0, position)) - 1e-6);
      }
    }
  }

  private static double value(Pool pool, double delta, int rank, List<Integer> before) {
    double range = Math.max(pool.score(0) - pool.score(pool.size() - 1), 1e-12);
    double most = -2;
    for (int other : before) {
      double cosine = 0;
      for (int at = 0; at < pool.vector(rank).length; at++) {
        cosine += pool.vector(rank)[at] * pool.vector(other)[at];
      }
      most = Math.max(most, cosine);
    }
    return (1 - delta) * pool.score(rank) - delta * range * most;
  }

  private static Pool pool(Random random, int size) {
    float[] scores = new float[size];
    float[][] vectors = new float[size][];
    float score = 10;
    for (int rank = 0; rank < size; rank++) {
      score -= 0.01f + random.nextFloat();
      scores[rank] = score;
      double angle = random.nextDouble() * Math.TAU;
      vectors[rank] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
    return new ListPool(scores, vectors);
  }

  private static List<Integer> ranks(Picks picks) {
    List<Integer> ranks = new ArrayList<>();
    for (int position = 0; position < picks.size(); position++) {
      ranks.add(picks.rank(position));
    }
    return ranks;
  }
}
