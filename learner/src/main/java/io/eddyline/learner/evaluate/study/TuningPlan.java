package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.GridPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The grids from which the settings of the baselines were chosen, every point a variant.
 *
 * <p>Threading: immutable.
 *
 * @param points by model, in the order of its grid
 */
public record TuningPlan(Map<String, List<Variant>> points) {
  /** The stream on which they are run; the settings are then those of all data. */
  public static final String DATA = "ml-100k";

  /** The grids of the baselines of a plan that have one. */
  public static TuningPlan of(QualityPlan plan) {
    Map<String, List<Variant>> points = new LinkedHashMap<>();
    plan.baselines().stream()
        .map(Variant::model)
        .distinct()
        .forEach(
            model -> {
              List<Variant> variants =
                  Evaluation.grid(model).stream().map(point -> variant(model, point)).toList();
              if (!variants.isEmpty()) {
                points.put(model, variants);
              }
            });
    return new TuningPlan(points);
  }

  public List<Variant> variants() {
    return points.values().stream().flatMap(List::stream).toList();
  }

  /** What they gave over a stream. */
  public TuningFindings findings(StudyData data, StudyResults results) {
    Map<String, List<GridPoint>> found = new LinkedHashMap<>();
    points.forEach(
        (model, variants) -> {
          List<GridPoint> row = new ArrayList<>();
          for (Variant variant : variants) {
            var report = results.of(data, variant).runs().getFirst();
            row.add(
                new GridPoint(
                    variant.settings(), report.whole(), report.last20(), report.usPerEvent()));
          }
          found.put(model, row);
        });
    return new TuningFindings(data.name(), found);
  }

  private static Variant variant(String model, Map<String, String> point) {
    return new Variant(model + " " + point, model, point, "a point of its grid", false);
  }
}
