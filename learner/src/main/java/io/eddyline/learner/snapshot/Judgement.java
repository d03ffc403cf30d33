package io.eddyline.learner.snapshot;

import io.eddyline.schemas.snapshot.Manifest;
import java.util.Map;
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
    return manifest.judged(gate, metrics);
  }
}
