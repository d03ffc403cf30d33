package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.EvaluationReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The reports of a study by their runs.
 *
 * <p>Threading: one thread.
 */
public final class StudyResults {
  private final Map<StudyRun, EvaluationReport> reports = new LinkedHashMap<>();
  private final int seeds;

  StudyResults(int seeds) {
    this.seeds = seeds;
  }

  void add(StudyRun run, EvaluationReport report) {
    reports.put(run, report);
  }

  /** Seeds of each variant that has one. */
  public int seeds() {
    return seeds;
  }

  /** A variant over a data set; both must be of the study. */
  public SeedSummary of(StudyData data, Variant variant) {
    List<EvaluationReport> runs =
        variant.runs(data, seeds).stream().map(reports::get).filter(Objects::nonNull).toList();
    return SeedSummary.of(runs);
  }
}
