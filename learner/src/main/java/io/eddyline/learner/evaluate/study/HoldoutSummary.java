package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.HoldoutReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One model over one data set with held-out items, under one seed or several.
 *
 * @param metrics for instance {@code hr10} and {@code ndcg10}
 * @param usPerEvent microseconds of training an event, ranking not counted
 * @param runs one for each seed
 */
public record HoldoutSummary(
    String model,
    String data,
    String protocol,
    Map<String, Spread> metrics,
    Spread usPerEvent,
    List<HoldoutReport> runs) {
  /**
   * The summary of runs that differ in nothing but the seed.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static HoldoutSummary of(List<HoldoutReport> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("the summary of no runs");
    }
    HoldoutReport first = runs.getFirst();
    Map<String, Spread> metrics = new LinkedHashMap<>();
    first
        .metrics()
        .forEach(
            (name, value) ->
                metrics.put(
                    name,
                    Spread.of(
                        runs.stream()
                            .mapToDouble(run -> run.metrics().getOrDefault(name, value))
                            .toArray())));
    return new HoldoutSummary(
        first.model(),
        first.data(),
        first.protocol(),
        metrics,
        Spread.of(runs.stream().mapToDouble(HoldoutReport::usPerEvent).toArray()),
        List.copyOf(runs));
  }

  /** The first run: what its seeds have in common stands there too. */
  public HoldoutReport first() {
    return runs.getFirst();
  }

  public String toJson() {
    return StudyJson.text(this);
  }
}
