package io.eddyline.serving.retrieve;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much two rankings agree.
 *
 * <p>Threading: stateless.
 */
final class RankingOverlap {
  /** p: the weight of rank d falls with p<sup>d - 1</sup>, so the first ten have 86 % of it. */
  static final double PERSISTENCE = 0.9;

  private RankingOverlap() {}

  /** Share of the first k of one that are among the first k of the other; 1 for k = 0. */
  static double at(List<String> one, List<String> other, int k) {
    if (k == 0) {
      return 1;
    }
    Set<String> common = new HashSet<>(one.subList(0, Math.min(k, one.size())));
    common.retainAll(new HashSet<>(other.subList(0, Math.min(k, other.size()))));
    return (double) common.size() / k;
  }

  /**
   * Rank-biased overlap of two rankings without repeats, extrapolated to infinite depth (Webber,
   * Moffat, Zobel: A Similarity Measure for Indefinite Rankings, ACM TOIS 2010, eq. 30):
   *
   * <pre>
   *   RBO_ext = A_k p^k + (1 - p) / p  sum over d = 1..k of A_d p^d
   * </pre>
   *
   * with A_d the share of the first d that both have, and k the length of the shorter one. 1 for
   * two empty rankings, 0 if just one is empty.
   */
  static double rankBiased(List<String> one, List<String> other) {
    int k = Math.min(one.size(), other.size());
    if (k == 0) {
      return one.size() == other.size() ? 1 : 0;
    }
    Set<String> left = new HashSet<>();
    Set<String> right = new HashSet<>();
    double sum = 0;
    double weight = 1;
    int common = 0;
    for (int depth = 1; depth <= k; depth++) {
      String a = one.get(depth - 1);
      String b = other.get(depth - 1);
      common += a.equals(b) ? 1 : (right.contains(a) ? 1 : 0) + (left.contains(b) ? 1 : 0);
      left.add(a);
      right.add(b);
      weight *= PERSISTENCE;
      sum += weight * common / depth;
    }
    return weight * common / k + (1 - PERSISTENCE) / PERSISTENCE * sum;
  }
}
