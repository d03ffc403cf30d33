package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The overlays of the models that have versions loaded. Two models may have an item and a user of
 * the same name, but no row in common.
 *
 * <p>Threading: thread-safe; each overlay has its own writer.
 */
public final class Overlays {
  private final OverlayConfig config;
  private final OverlayMeters meters;
  private final Map<String, Overlay> byModel = new ConcurrentHashMap<>();

  public Overlays(OverlayConfig config, MeterRegistry registry) {
    this.config = config;
    this.meters = new OverlayMeters(registry);
  }

  /** An empty overlay for a model, in the place of the one that it had. */
  public Overlay begin(String model) {
    Overlay overlay = new Overlay(config, meters);
    Overlay before = byModel.put(model, overlay);
    if (before != null) {
      meters.forget(before);
    }
    return overlay;
  }

  /** Lets a model's rows go; its versions are answered by themselves. */
  public void end(String model) {
    Overlay ended = byModel.remove(model);
    if (ended != null) {
      meters.forget(ended);
    }
  }

  /** A version with all of its model's rows that it does not hold laid over it, for one request. */
  public CurrentModel over(LoadedModel version) {
    Overlay overlay = byModel.get(version.name());
    return overlay == null ? Overlay.bare(version) : overlay.over(version);
  }
}
