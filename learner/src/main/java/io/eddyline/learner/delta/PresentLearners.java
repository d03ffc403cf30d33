package io.eddyline.learner.delta;

import io.eddyline.schemas.record.Presence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The other learners of the model that announced themselves, and where they are heard. One that was
 * not heard of for some announcements is taken for gone.
 *
 * <p>Threading: one thread.
 */
final class PresentLearners {
  private static final int MISSED_ANNOUNCEMENTS = 3;

  private final String model;
  private final long publisher;
  private final long goneAfterMs;
  private final Map<String, Heard> learners = new LinkedHashMap<>();

  private record Heard(String endpoint, long atMs) {}

  /**
   * @param publisher of this process, whose own announcements count for nothing
   * @param intervalMs between announcements
   */
  PresentLearners(String model, long publisher, long intervalMs) {
    this.model = model;
    this.publisher = publisher;
    this.goneAfterMs = MISSED_ANNOUNCEMENTS * intervalMs;
  }

  /**
   * A learner announces itself.
   *
   * @param nowMs of this process: other clocks may differ
   */
  void announced(String instance, Presence presence, long nowMs) {
    learners.remove(instance);
    boolean isOther = presence.getPublisher() != publisher && presence.getModel().equals(model);
    if (isOther && !presence.getControlEndpoint().isEmpty()) {
      learners.put(instance, new Heard(presence.getControlEndpoint(), nowMs));
    }
  }

  /** A learner took leave. */
  void left(String instance) {
    learners.remove(instance);
  }

  /** The control endpoints of those that are there, in order. */
  Set<String> endpoints(long nowMs) {
    learners.values().removeIf(learner -> nowMs - learner.atMs() > goneAfterMs);
    Set<String> endpoints = new TreeSet<>();
    learners.values().forEach(learner -> endpoints.add(learner.endpoint()));
    return endpoints;
  }
}
