package io.eddyline.serving.overlay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * How full the overlays are, together.
 *
 * <p>Threading: thread-safe.
 */
final class OverlayMeters {
  private final Set<Overlay> overlays = ConcurrentHashMap.newKeySet();
  private final Counter evictedUsers;
  private final Counter evictedItems;

  OverlayMeters(MeterRegistry registry) {
    this.evictedUsers = evictions(registry, Side.USER);
    this.evictedItems = evictions(registry, Side.ITEM);
    rows(registry, Side.USER, Overlay::userCount);
    rows(registry, Side.ITEM, Overlay::itemCount);
  }

  private static Counter evictions(MeterRegistry registry, Side side) {
    return Counter.builder("eddyline.serving.overlay.evictions")
        .description("Rows that went because the overlay was full")
        .tag("side", side.tag())
        .register(registry);
  }

  private void rows(MeterRegistry registry, Side side, ToIntFunction<Overlay> count) {
    Gauge.builder(
            "eddyline.serving.overlay.rows", this, it -> it.overlays.stream().mapToInt(count).sum())
        .description("Rows that are held over the loaded versions")
        .tag("side", side.tag())
        .register(registry);
  }

  /** Counts an overlay's rows from now on. */
  void count(Overlay overlay) {
    overlays.add(overlay);
  }

  void forget(Overlay overlay) {
    overlays.remove(overlay);
  }

  void evicted(Side side) {
    (side == Side.USER ? evictedUsers : evictedItems).increment();
  }
}
