package io.eddyline.learner.evaluate;

import java.util.List;
import java.util.Map;

/**
 * What an evaluation with held-out items found.
 *
 * @param protocol its label
 * @param settings the effective ones
 * @param events of the training
 * @param passes how often they were learnt
 * @param users that were tested
 * @param targets items that they were tested with
 * @param unknownTargets those of them that the training does not have: misses
 * @param metrics for instance {@code hr10} and {@code ndcg10}
 * @param differs in what this is not what published tables do, in sentences
 * @param usPerEvent microseconds of training an event, ranking not counted
 */
public record HoldoutReport(
    String model,
    String data,
    String protocol,
    Map<String, Object> settings,
    long events,
    int passes,
    long users,
    long targets,
    long unknownTargets,
    Map<String, Double> metrics,
    List<String> differs,
    double usPerEvent) {

  /** The content of {@code evaluation.json}. */
  public String toJson() {
    return ReportJson.write(this);
  }

  /**
   * The report that {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if the text is none, or lacks a field
   */
  public static HoldoutReport fromJson(String json) {
    return ReportJson.read(json, HoldoutReport.class);
  }
}
