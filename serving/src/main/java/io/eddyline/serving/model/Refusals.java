package io.eddyline.serving.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;

/**
 * The versions that were refused and why; the latest {@value #BOUND} are remembered.
 *
 * <p>Threading: thread-safe.
 */
final class Refusals {
  private static final int BOUND = 100;

  private final TreeMap<Long, Refusal> byVersion = new TreeMap<>();
  private final MeterRegistry registry;

  /** Why a version is not served: the reason's code is stable, the detail is for people. */
  record Refusal(RefusalReason reason, String detail) {}

  Refusals(MeterRegistry registry) {
    this.registry = registry;
    for (RefusalReason reason : RefusalReason.values()) {
      counter(reason);
    }
  }

  synchronized void add(long version, RefusalReason reason, String detail) {
    byVersion.put(version, new Refusal(reason, detail));
    if (byVersion.size() > BOUND) {
      byVersion.pollFirstEntry();
    }
    count(reason);
  }

  /** Counts a refusal that belongs to no version. */
  void count(RefusalReason reason) {
    counter(reason).increment();
  }

  synchronized boolean holds(long version) {
    return byVersion.containsKey(version);
  }

  synchronized Map<Long, Refusal> all() {
    return Map.copyOf(byVersion);
  }

  private Counter counter(RefusalReason reason) {
    return Counter.builder("eddyline.snapshot.refusals")
        .description("Versions that were not accepted")
        .tag("reason", reason.code())
        .register(registry);
  }
}
