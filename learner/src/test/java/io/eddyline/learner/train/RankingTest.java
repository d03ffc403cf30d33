package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RankingTest {
  private static final float NO = Float.NEGATIVE_INFINITY;

  @Test
  void countsHalfOfTheOthersThatTie() {
    float[] scores = {3, 1, 1, 1, 0, NO, 5};
    float[] priors = {0, 0, 0, 0, 1, 0, NO};
    assertThat(Ranking.rank(scores, priors, 1, 0, 7)).isZero();
    assertThat(Ranking.rank(scores, priors, 1, 1, 7)).isEqualTo(1 + 1.5);
    assertThat(Ranking.rank(scores, priors, 0.5f, 4, 6)).isEqualTo(4);
    assertThat(Ranking.rank(scores, priors, 2, 4, 7)).isEqualTo(1);
  }

  @Test
  void targetWithoutFiniteScoreIsBehindAllAndAnotherDoesNotCount() {
    float[] scores = {Float.NaN, 1, 2, NO, Float.POSITIVE_INFINITY};
    float[] priors = new float[5];
    assertThat(Ranking.rank(scores, priors, 1, 0, 5)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Ranking.rank(scores, priors, 1, 3, 5)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Ranking.rank(scores, priors, 1, 4, 5)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Ranking.rank(scores, priors, 1, 2, 4)).isZero();
  }

  @Test
  void judgesRanksOnTheListOnly() {
    assertThat(Ranking.ndcg(0)).isEqualTo(1);
    assertThat(Ranking.ndcg(2)).isCloseTo(0.5, within(1e-12));
    assertThat(Ranking.ndcg(10)).isZero();
    assertThat(Ranking.recall(9.5)).isEqualTo(1);
    assertThat(Ranking.recall(10)).isZero();
    assertThat(Ranking.reciprocalRank(3)).isEqualTo(0.25);
    assertThat(Ranking.reciprocalRank(Double.POSITIVE_INFINITY)).isZero();
  }
}
