package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds how few clusters a query may look at and still be answered well: doubles their number until
 * recall is reached, then halves the last step.
 *
 * <pre>
 *   recall@n = mean over queries of  |best n of the graph, exact best n| / |exact best n|
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class ProbeChoice {
  /** Results that recall is held against the settings by. */
  static final int RESULTS = 100;

  private static final int FEW_RESULTS = 10;
  private static final int FIRST_PROBES = 4;

  private final List<Query> queries;
  private final List<int[]> exact;
  private final double required;

  /**
   * @param probes clusters that a query looks at
   * @param recall10 of the best 10
   * @param recall100 of the best 100
   */
  record Choice(int probes, double recall10, double recall100) {}

  /** Loads the graph that looks at so many clusters. */
  interface Graphs {
    Answers open(int probes) throws IOException;
  }

  /**
   * @param exact the exact graph's best {@value #RESULTS} of each query
   * @param required recall of them
   */
  ProbeChoice(List<Query> queries, List<int[]> exact, double required) {
    this.queries = queries;
    this.exact = exact;
    this.required = required;
  }

  /**
   * Tries numbers of clusters.
   *
   * @param most clusters that may be looked at
   * @return empty if even that many do not give the required recall
   */
  Optional<Choice> choose(int most, Graphs graphs) throws IOException {
    int tooFew = 0;
    int probes = Math.min(FIRST_PROBES, most);
    Choice choice = measure(probes, graphs);
    while (choice.recall100() < required && probes < most) {
      tooFew = probes;
      probes = Math.min(2 * probes, most);
      choice = measure(probes, graphs);
    }
    if (choice.recall100() < required) {
      return Optional.empty();
    }
    int between = (tooFew + probes) / 2;
    if (between > tooFew && between < probes) {
      Choice fewer = measure(between, graphs);
      return Optional.of(fewer.recall100() >= required ? fewer : choice);
    }
    return Optional.of(choice);
  }

  private Choice measure(int probes, Graphs graphs) throws IOException {
    try (Answers graph = graphs.open(probes)) {
      List<int[]> answers = graph.best(queries, RESULTS);
      return new Choice(
          probes, recall(exact, answers, FEW_RESULTS), recall(exact, answers, RESULTS));
    }
  }

  /** Mean recall of the best {@code results}; queries without an exact answer are left out. */
  static double recall(List<int[]> exact, List<int[]> answers, int results) {
    double sum = 0;
    int counted = 0;
    for (int query = 0; query < exact.size(); query++) {
      Set<Integer> expected = first(exact.get(query), results);
      if (!expected.isEmpty()) {
        int size = expected.size();
        expected.retainAll(first(answers.get(query), results));
        sum += (double) expected.size() / size;
        counted++;
      }
    }
    return counted == 0 ? 1 : sum / counted;
  }

  private static Set<Integer> first(int[] rows, int count) {
    Set<Integer> first = new HashSet<>();
    Arrays.stream(rows).limit(count).forEach(first::add);
    return first;
  }
}
