package io.eddyline.serving.catalogue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How the following of the catalogue goes.
 *
 * <p>Threading: written by the follower's thread, read by any.
 */
final class CatalogueMeters {
  private final Counter applied;
  private final Counter unreadable;
  private volatile long lag;
  private volatile int held;

  CatalogueMeters(MeterRegistry registry) {
    this.applied = counter(registry, "applied");
    this.unreadable = counter(registry, "unreadable");
    Gauge.builder("eddyline.serving.catalogue.lag.records", this, it -> it.lag)
        .description("Records of the catalogue's topic that are not laid over the versions yet")
        .register(registry);
    Gauge.builder("eddyline.serving.catalogue.changes.held", this, it -> it.held)
        .description("Changed items that are held for versions that are loaded next")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("eddyline.serving.catalogue.records")
        .description("Records of the catalogue's topic by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  void applied(int count) {
    applied.increment(count);
  }

  void unreadable() {
    unreadable.increment();
  }

  void lag(long records) {
    lag = records;
  }

  void held(int items) {
    held = items;
  }
}
