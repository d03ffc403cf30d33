package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.Forgetting;
import io.eddyline.learner.evaluate.Quality;
import io.eddyline.learner.evaluate.Segment;
import io.eddyline.learner.evaluate.SeriesPoint;
import io.eddyline.learner.evaluate.study.QualityPlan;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings with figures that a test chooses. */
final class StudyFixture {
  static final StudyFacts FACTS =
      new StudyFacts("eddyline study", "a machine", "2026-11-22", 1, List.of("gowalla"));

  private StudyFixture() {}

  /** A variant of a model that is no learner. */
  static Variant baseline(String model) {
    return new Variant(model, model, Map.of(), "a baseline", false);
  }

  /** Summary of runs with these NDCG@10. */
  static SeedSummary summary(String model, String data, double... ndcg10) {
    List<EvaluationReport> runs = new ArrayList<>();
    for (double ndcg : ndcg10) {
      Quality quality = new Quality(ndcg, 2 * ndcg, ndcg / 2);
      runs.add(
          new EvaluationReport(
              model,
              data,
              Map.of("seed", runs.size() + 1),
              1000,
              900,
              quality,
              quality,
              List.of(
                  new Segment("user-events", "0", 1, ndcg, ndcg, ndcg),
                  new Segment("item-popularity", "head", 1, ndcg, ndcg, ndcg)),
              10,
              quality,
              List.of(),
              List.of(
                  new SeriesPoint(200, 180, ndcg / 4, ndcg, ndcg),
                  new SeriesPoint(1000, 720, ndcg, ndcg, ndcg)),
              new Forgetting(100, quality, quality, quality, 0.25)));
    }
    return SeedSummary.of(runs);
  }

  /** One data set: the learner with and without memory, and baselines by model. */
  static DataFindings findings(
      String data, double ours, double withoutMemory, Map<String, Double> baselines) {
    Map<Variant, SeedSummary> learner = new LinkedHashMap<>();
    learner.put(QualityPlan.DEFAULT, summary("dual-queue", data, ours));
    learner.put(QualityPlan.REFERENCE, summary("dual-queue", data, ours));
    learner.put(QualityPlan.NO_MEMORY, summary("dual-queue", data, withoutMemory));
    Map<Variant, SeedSummary> others = new LinkedHashMap<>();
    baselines.forEach((model, ndcg) -> others.put(baseline(model), summary(model, data, ndcg)));
    return new DataFindings(data, 1000, learner, others);
  }
}
