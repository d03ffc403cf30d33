package io.eddyline.learner.health;

import io.eddyline.learner.kernel.Generator;

/**
 * The k-nearest-neighbour test of whether two windows of a stream come from one distribution
 * (Schilling 1986, "Multivariate two-sample tests based on nearest neighbors"; Henze 1988).
 *
 * <p>T counts the edges of the neighbour graph of both windows whose ends are in the same window.
 * If the order in time means nothing, every way of dividing the n = n1 + n2 rows is as likely as
 * the real one. The graph being given, T then has the mean and variance
 *
 * <pre>
 *   E    = k n p2
 *   Var  = a2 p2 + a1 p3 + a0 p4 - E^2
 *
 *   a2 = k n + (edges whose reverse is one too)       ordered pairs of edges with both ends common
 *   a1 = sum_v degree(v)^2 - 2 a2                     with one end common; degree: out and in
 *   a0 = (k n)^2 - a1 - a2                            with none
 *   p2 = P(2 rows in the same window), p3 = P(3 rows are), p4 = P(2 rows are, and 2 others are)
 * </pre>
 *
 * <p>exactly, and is asymptotically normal (Henze 1988), so that no permutation has to be drawn.
 * The statistic is {@code (T - E) / sqrt(Var)}: standard normal on an unchanged stream, large when
 * the windows lie apart.
 *
 * <p>Threading: stateless.
 */
final class NeighbourOrder {
  private NeighbourOrder() {}

  /**
   * The statistic of two windows of unit vectors.
   *
   * @param rows {@code (earlier + later) x dimension} float32, row-major, the earlier window first;
   *     shuffled by the call, so that equally near rows do not tell the windows apart
   * @param degree k, below the number of rows
   * @return in standard deviations; 0 if the graph leaves no freedom
   */
  static double statistic(
      float[] rows, int earlier, int later, int dimension, int degree, Generator generator) {
    int count = earlier + later;
    boolean[] isLater = new boolean[count];
    for (int row = earlier; row < count; row++) {
      isLater[row] = true;
    }
    shuffle(rows, isLater, dimension, generator);
    return statistic(NeighbourGraph.of(rows, count, dimension, degree), isLater);
  }

  /** The statistic of a graph whose rows are divided. */
  static double statistic(NeighbourGraph graph, boolean[] isLater) {
    int later = 0;
    for (boolean label : isLater) {
      later += label ? 1 : 0;
    }
    double mean = mean(graph, later);
    double variance = variance(graph, later);
    return variance > 1e-9 * mean ? (same(graph, isLater) - mean) / Math.sqrt(variance) : 0;
  }

  /** T. */
  static int same(NeighbourGraph graph, boolean[] isLater) {
    int same = 0;
    for (int row = 0; row < graph.count(); row++) {
      for (int k = 0; k < graph.degree(); k++) {
        same += isLater[row] == isLater[graph.neighbour(row, k)] ? 1 : 0;
      }
    }
    return same;
  }

  /** E, of the divisions with this many rows in the later window. */
  static double mean(NeighbourGraph graph, int later) {
    return (double) graph.degree() * graph.count() * sameWindow(graph.count(), later, 2);
  }

  /** Var, of the divisions with this many rows in the later window. */
  static double variance(NeighbourGraph graph, int later) {
    int count = graph.count();
    int[] degrees = new int[count];
    long mutual = 0;
    for (int row = 0; row < count; row++) {
      degrees[row] += graph.degree();
      for (int k = 0; k < graph.degree(); k++) {
        int other = graph.neighbour(row, k);
        degrees[other]++;
        mutual += graph.isNeighbour(other, row) ? 1 : 0;
      }
    }
    double squares = 0;
    for (int degree : degrees) {
      squares += (double) degree * degree;
    }
    double edges = (double) graph.degree() * count;
    double both = edges + mutual;
    double one = squares - 2 * both;
    double none = edges * edges - one - both;
    double mean = mean(graph, later);
    return both * sameWindow(count, later, 2)
        + one * sameWindow(count, later, 3)
        + none * twoPairs(count, later)
        - mean * mean;
  }

  /* P(m given rows are in one window). */
  private static double sameWindow(int count, int later, int rows) {
    return share(later, count, rows) + share(count - later, count, rows);
  }

  /* P(two given rows are in one window, and two other given rows are). */
  private static double twoPairs(int count, int later) {
    if (count < 4) {
      return 0;
    }
    double earlier = count - later;
    double mixed = 2.0 * later * (later - 1) * earlier * (earlier - 1);
    double all = (double) count * (count - 1) * (count - 2) * (count - 3);
    return sameWindow(count, later, 4) + mixed / all;
  }

  /* part (part - 1) ... / count (count - 1) ..., m factors each. */
  private static double share(int part, int count, int rows) {
    double share = 1;
    for (int k = 0; k < Math.min(rows, count); k++) {
      share *= (double) (part - k) / (count - k);
    }
    return share;
  }

  private static void shuffle(float[] rows, boolean[] isLater, int dimension, Generator generator) {
    float[] saved = new float[dimension];
    for (int row = isLater.length - 1; row > 0; row--) {
      int other = generator.nextInt(row + 1);
      System.arraycopy(rows, row * dimension, saved, 0, dimension);
      System.arraycopy(rows, other * dimension, rows, row * dimension, dimension);
      System.arraycopy(saved, 0, rows, other * dimension, dimension);
      boolean label = isLater[row];
      isLater[row] = isLater[other];
      isLater[other] = label;
    }
  }
}
