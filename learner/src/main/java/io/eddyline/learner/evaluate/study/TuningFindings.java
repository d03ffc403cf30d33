package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.GridPoint;
import java.util.List;
import java.util.Map;

/**
 * What the grids of the baselines gave.
 *
 * @param data name of the stream
 * @param points by model
 */
public record TuningFindings(String data, Map<String, List<GridPoint>> points) {
  /** No grid was run. */
  public static final TuningFindings NONE = new TuningFindings("", Map.of());
}
