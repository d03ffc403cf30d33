package io.eddyline.learner.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All combinations of some settings' values.
 *
 * <p>Threading: immutable.
 */
final class GridSearch {
  private static final int MOST_POINTS = 1000;

  private final List<Map<String, String>> points;

  /**
   * @param axes values by setting
   * @throws IllegalArgumentException if there are no combinations or more than a thousand
   */
  GridSearch(Map<String, List<String>> axes) {
    List<Map<String, String>> combinations = List.of(Map.of());
    for (Map.Entry<String, List<String>> axis : new TreeMap<>(axes).entrySet()) {
      combinations = times(combinations, axis.getKey(), axis.getValue());
      if (combinations.isEmpty() || combinations.size() > MOST_POINTS) {
        throw new IllegalArgumentException(
            "the grid has %d points up to %s: expected 1 to %d"
                .formatted(combinations.size(), axis.getKey(), MOST_POINTS));
      }
    }
    this.points = combinations;
  }

  /** The combinations, by the names of the settings, their values in the order given. */
  List<Map<String, String>> points() {
    return points;
  }

  /** The report of the best point, the first of equals, with all of them in it. */
  EvaluationReport run(Function<Map<String, String>, EvaluationReport> evaluation) {
    List<GridPoint> results = new ArrayList<>();
    @Nullable EvaluationReport best = null;
    for (Map<String, String> point : points) {
      EvaluationReport report = evaluation.apply(point);
      results.add(new GridPoint(point, report.whole(), report.last20(), report.usPerEvent()));
      if (best == null || report.whole().ndcg10() > best.whole().ndcg10()) {
        best = report;
      }
    }
    if (best == null) {
      throw new IllegalStateException("a grid has at least one point");
    }
    return best.withGrid(results);
  }

  private static List<Map<String, String>> times(
      List<Map<String, String>> combinations, String key, List<String> values) {
    List<Map<String, String>> product = new ArrayList<>();
    for (Map<String, String> combination : combinations) {
      for (String value : values) {
        Map<String, String> extended = new LinkedHashMap<>(combination);
        extended.put(key, value);
        product.add(extended);
      }
    }
    return product;
  }
}
