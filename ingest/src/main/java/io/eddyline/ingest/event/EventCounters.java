package io.eddyline.ingest.event;

import io.eddyline.schemas.error.RejectionReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * {@code eddyline_ingest_events_total}: events by what became of them, and beside it those that had
 * to be moved, and records that were passed over.
 *
 * <p>The gateway counts what it accepted and refused, cleaning what it found to be a duplicate and
 * what it refused after all.
 *
 * <p>Threading: thread-safe.
 */
public final class EventCounters {
  private static final String NAME = "eddyline.ingest.events";
  private static final String NO_REASON = "none";

  private final Counter accepted;
  private final Counter duplicate;
  private final Counter moved;
  private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);

  public EventCounters(MeterRegistry registry) {
    accepted = counter(registry, "accepted", NO_REASON);
    duplicate = counter(registry, "duplicate", NO_REASON);
    moved =
        Counter.builder("eddyline.ingest.moved.events")
            .description("Events that were not on their user's partition and were moved there.")
            .register(registry);
    for (RejectionReason reason : RejectionReason.values()) {
      rejected.put(reason, counter(registry, "rejected", reason.code()));
    }
  }

  public void accepted(int count) {
    accepted.increment(count);
  }

  public void duplicate() {
    duplicate.increment();
  }

  public void moved() {
    moved.increment();
  }

  public void rejected(RejectionReason reason) {
    Counter counter = rejected.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  private static Counter counter(MeterRegistry registry, String outcome, String reason) {
    return Counter.builder(NAME)
        .description("Events by what became of them.")
        .tag("outcome", outcome)
        .tag("reason", reason)
        .register(registry);
  }
}
