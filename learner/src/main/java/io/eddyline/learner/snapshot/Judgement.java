package io.eddyline.learner.snapshot;

import io.eddyline.schemas.snapshot.Manifest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a version before it became visible.
 *
 * @param gate null if it was not judged
 * @param metrics measured on the way, by name
 */
public record Judgement(Manifest.@Nullable Gate gate, Map<String, Double> metrics) {
  /** Of a version that was not judged. */
  public static final Judgement NONE = new Judgement(null, Map.of());

  public Judgement {
    metrics = Map.copyOf(metrics);
  }

  /** The manifest with the judgement in it. */
  Manifest addTo(Manifest manifest) {
    Map<String, Double> all = new TreeMap<>(manifest.metrics());
    all.putAll(metrics);
    return new Manifest(
        manifest.formatVersion(),
        manifest.model(),
        manifest.version(),
        manifest.parentVersion(),
        manifest.createdAtMs(),
        manifest.dimension(),
        manifest.neighbourCount(),
        manifest.counts(),
        manifest.offsets(),
        manifest.trainedEvents(),
        manifest.scoring(),
        all,
        manifest.files(),
        gate,
        manifest.calibration());
  }
}
