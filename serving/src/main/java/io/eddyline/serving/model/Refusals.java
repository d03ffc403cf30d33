package io.eddyline.serving.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The versions that were refused and why; the latest {@value #BOUND} are remembered.
 *
 * <p>Threading: thread-safe.
 */
final class Refusals {
  private static final int BOUND = 100;

  private final LinkedHashMap<Version, Refusal> refusals = new LinkedHashMap<>();
  private final MeterRegistry registry;

  /** Why a version is not served: the reason's code is stable, the detail is for people. */
  record Refusal(RefusalReason reason, String detail) {}

  private record Version(String model, long version) {}

  Refusals(MeterRegistry registry) {
    this.registry = registry;
    for (RefusalReason reason : RefusalReason.values()) {
      counter(reason);
    }
  }

  synchronized void add(ModelVersion refused, RefusalReason reason, String detail) {
    refusals.put(new Version(refused.model(), refused.version()), new Refusal(reason, detail));
    if (refusals.size() > BOUND) {
      refusals.pollFirstEntry();
    }
    count(reason);
  }

  /** Counts a refusal that belongs to no version. */
  void count(RefusalReason reason) {
    counter(reason).increment();
  }

  synchronized boolean holds(ModelVersion version) {
    return refusals.containsKey(new Version(version.model(), version.version()));
  }

  /** The refused versions of one model. */
  synchronized Map<Long, Refusal> of(String model) {
    Map<Long, Refusal> found = new TreeMap<>();
    refusals.forEach(
        (version, refusal) -> {
          if (version.model().equals(model)) {
            found.put(version.version(), refusal);
          }
        });
    return found;
  }

  private Counter counter(RefusalReason reason) {
    return Counter.builder("eddyline.snapshot.refusals")
        .description("Versions that were not accepted")
        .tag("reason", reason.code())
        .register(registry);
  }
}
