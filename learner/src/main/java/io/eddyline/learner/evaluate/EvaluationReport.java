package io.eddyline.learner.evaluate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found.
 *
 * @param settings the effective ones
 * @param events of the stream
 * @param evaluated events that were ranked
 * @param last20 quality of the events in the last fifth of the stream
 * @param usPerEvent microseconds of training an event, ranking not counted
 * @param first20 quality of the events in the first fifth of the stream
 * @param grid every point of a tuning run, of which this is the best; empty if there was none
 * @param series quality along the stream
 * @param forgetting null if it was not measured
 */
public record EvaluationReport(
    String model,
    String data,
    Map<String, Object> settings,
    long events,
    long evaluated,
    Quality whole,
    Quality last20,
    List<Segment> segments,
    double usPerEvent,
    Quality first20,
    List<GridPoint> grid,
    List<SeriesPoint> series,
    @Nullable Forgetting forgetting) {

  /** The same with the points of the grid that it was chosen from. */
  EvaluationReport withGrid(List<GridPoint> points) {
    return new EvaluationReport(
        model,
        data,
        settings,
        events,
        evaluated,
        whole,
        last20,
        segments,
        usPerEvent,
        first20,
        points,
        series,
        forgetting);
  }

  /** The content of {@code evaluation.json}. */
  public String toJson() {
    return ReportJson.write(this);
  }

  /**
   * The report that {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if the text is none, or lacks a field
   */
  public static EvaluationReport fromJson(String json) {
    return ReportJson.read(json, EvaluationReport.class);
  }
}
