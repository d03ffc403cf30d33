package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.serde.RecordSerdes;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The learner's own test-then-train quality of late, as the metrics topic tells it: the mean over
 * the partitions of the model.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class LiveQuality {
  private static final Map<String, String> NAMES =
      Map.of(
          "eddyline_learner_ndcg10", "live_ndcg10",
          "eddyline_learner_recall10", "live_recall10");

  private final String model;
  private final Map<String, Map<String, Double>> values = new TreeMap<>();

  LiveQuality(String model) {
    this.model = model;
  }

  /**
   * Takes a record of the metrics' topic.
   *
   * @throws io.eddyline.schemas.error.FormatException if it is not readable
   */
  void apply(byte @Nullable [] value) {
    if (value == null) {
      return;
    }
    MetricSample sample = RecordSerdes.METRIC_SAMPLE.decode(value);
    String name = NAMES.get(sample.getName());
    if (name != null && model.equals(sample.getTagsOrDefault("model", model))) {
      values
          .computeIfAbsent(name, _ -> new HashMap<>())
          .put(sample.getTagsOrDefault("partition", ""), sample.getValue());
    }
  }

  /** What is known, by name. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    values.forEach(
        (name, ofPartition) ->
            metrics.put(
                name,
                ofPartition.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(0)));
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }
}
