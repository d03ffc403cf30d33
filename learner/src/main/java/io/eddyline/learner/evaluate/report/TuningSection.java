package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.GridPoint;
import io.eddyline.learner.evaluate.study.TuningFindings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The part of the quality report on how the baselines were tuned. Stateless; any thread. */
final class TuningSection {
  private TuningSection() {}

  /** The section with a table for each model; empty if no grid was run. */
  static String markdown(TuningFindings findings) {
    if (findings.points().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """

        ## How the baselines were tuned

        NDCG@10 of the whole of %s at every point of each model's grid, one seed, the popularity weight tuned by the stream. Bold:
        the default, which is used on all data.
        """
            .formatted(findings.data()));
    findings.points().forEach((model, points) -> text.append(section(model, points)));
    return text.toString();
  }

  private static String section(String model, List<GridPoint> points) {
    GridPoint best =
        points.stream().max(Comparator.comparingDouble(TuningSection::ndcg)).orElseThrow();
    return "\n### %s\n\nBest: %s at %s.\n\n%s"
        .formatted(model, figure(best), settings(best.settings()), table(model, points));
  }

  /* The last setting across, the others down. */
  private static MarkdownTable table(String model, List<GridPoint> points) {
    String across = new TreeMap<>(points.getFirst().settings()).lastKey();
    List<String> columns = points.stream().map(point -> setting(point, across)).distinct().toList();
    List<String> header = new ArrayList<>(List.of(""));
    columns.forEach(value -> header.add(across + " " + value));
    MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
    for (String row : points.stream().map(point -> others(point, across)).distinct().toList()) {
      List<String> cells = new ArrayList<>(List.of(row));
      for (String column : columns) {
        cells.add(
            points.stream()
                .filter(at -> others(at, across).equals(row))
                .filter(at -> setting(at, across).equals(column))
                .map(at -> isDefault(model, at) ? "**" + figure(at) + "**" : figure(at))
                .findFirst()
                .orElse("–"));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static boolean isDefault(String model, GridPoint point) {
    return Evaluation.settings(model, point.settings())
        .equals(Evaluation.settings(model, Map.of()));
  }

  private static String setting(GridPoint point, String name) {
    return point.settings().getOrDefault(name, "");
  }

  private static String others(GridPoint point, String across) {
    Map<String, String> others = new TreeMap<>(point.settings());
    others.remove(across);
    return settings(others);
  }

  private static String settings(Map<String, String> settings) {
    return String.join(
        ", ",
        new TreeMap<>(settings)
            .entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).toList());
  }

  private static double ndcg(GridPoint point) {
    return point.whole().ndcg10();
  }

  private static String figure(GridPoint point) {
    return String.format(Locale.ROOT, "%.4f", ndcg(point));
  }
}
