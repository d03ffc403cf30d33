package io.eddyline.schemas.presence;

import io.eddyline.schemas.record.Presence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The learners of a model that announced themselves, and where they are heard. One that missed some
 * announcements is taken for gone, by the listener's own clock: others may differ.
 *
 * <p>Threading: one thread.
 */
public final class PresentLearners {
  private static final int MISSED_ANNOUNCEMENTS = 3;
  /* Of a learner that does not say how often it announces itself. */
  private static final long USUAL_INTERVAL_MS = 10_000;

  private final String model;
  private final SequencedMap<String, Heard> learners = new LinkedHashMap<>();

  private record Heard(String endpoint, long goneAfterMs) {}

  public PresentLearners(String model) {
    this.model = model;
  }

  /**
   * A learner announces itself.
   *
   * @param nowMs of this process
   */
  public void announced(String instance, Presence presence, long nowMs) {
    left(instance);
    if (presence.getModel().equals(model) && !presence.getControlEndpoint().isEmpty()) {
      long intervalMs = presence.getIntervalMs() > 0 ? presence.getIntervalMs() : USUAL_INTERVAL_MS;
      learners.put(
          instance,
          new Heard(presence.getControlEndpoint(), nowMs + MISSED_ANNOUNCEMENTS * intervalMs));
    }
  }

  /** A learner took leave. */
  public void left(String instance) {
    learners.remove(instance);
  }

  /** Control endpoints by instance, those that were heard of longest ago first. */
  public SequencedMap<String, String> endpoints(long nowMs) {
    learners.values().removeIf(learner -> nowMs > learner.goneAfterMs());
    SequencedMap<String, String> endpoints = new LinkedHashMap<>();
    for (Map.Entry<String, Heard> learner : learners.entrySet()) {
      endpoints.put(learner.getKey(), learner.getValue().endpoint());
    }
    return endpoints;
  }
}
