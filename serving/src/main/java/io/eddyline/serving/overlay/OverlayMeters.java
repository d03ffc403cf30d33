package io.eddyline.serving.overlay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How full the overlay is.
 *
 * <p>Threading: thread-safe.
 */
final class OverlayMeters {
  private final Counter evictedUsers;
  private final Counter evictedItems;

  OverlayMeters(MeterRegistry registry, BoundedRows<?> users, BoundedRows<?> items) {
    this.evictedUsers = evictions(registry, Side.USER);
    this.evictedItems = evictions(registry, Side.ITEM);
    rows(registry, Side.USER, users);
    rows(registry, Side.ITEM, items);
  }

  private static Counter evictions(MeterRegistry registry, Side side) {
    return Counter.builder("eddyline.serving.overlay.evictions")
        .description("Rows that went because the overlay was full")
        .tag("side", side.tag())
        .register(registry);
  }

  private static void rows(MeterRegistry registry, Side side, BoundedRows<?> rows) {
    Gauge.builder("eddyline.serving.overlay.rows", rows, BoundedRows::size)
        .description("Rows that are held over the loaded versions")
        .tag("side", side.tag())
        .register(registry);
  }

  void evicted(Side side) {
    (side == Side.USER ? evictedUsers : evictedItems).increment();
  }
}
