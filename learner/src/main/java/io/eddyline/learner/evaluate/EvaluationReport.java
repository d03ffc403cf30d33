package io.eddyline.learner.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

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
    List<GridPoint> grid) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

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
        points);
  }

  /** The content of {@code evaluation.json}. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report of " + model + " cannot be written", e);
    }
  }
}
