package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.EvaluationReport;
import java.util.List;

/**
 * One model over one data set, under one seed or several.
 *
 * @param first20 quality of the events in the first fifth of the stream
 * @param last20 quality of the events in the last fifth of the stream
 * @param usPerEvent microseconds of training an event, ranking not counted
 * @param runs one for each seed
 */
public record SeedSummary(
    String model,
    String data,
    QualitySpread whole,
    QualitySpread first20,
    QualitySpread last20,
    Spread usPerEvent,
    List<EvaluationReport> runs) {
  /**
   * The summary of runs that differ in nothing but the seed.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SeedSummary of(List<EvaluationReport> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("the summary of no runs");
    }
    return new SeedSummary(
        runs.getFirst().model(),
        runs.getFirst().data(),
        QualitySpread.of(runs.stream().map(EvaluationReport::whole).toList()),
        QualitySpread.of(runs.stream().map(EvaluationReport::first20).toList()),
        QualitySpread.of(runs.stream().map(EvaluationReport::last20).toList()),
        Spread.of(runs.stream().mapToDouble(EvaluationReport::usPerEvent).toArray()),
        List.copyOf(runs));
  }

  /** The first run: what its seeds have in common stands there too. */
  public EvaluationReport first() {
    return runs.getFirst();
  }

  public String toJson() {
    return StudyJson.text(this);
  }
}
