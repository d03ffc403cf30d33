package io.eddyline.ingest.cleaning;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weighs down the events of a user who sends more in an hour of event time than people do. The n-th
 * event of an hour keeps the share {@code min(1, limit / n)} of its weight.
 *
 * <p>The counts live in memory alone: after a restart a user starts at 0 again, which a flood limit
 * can bear. An event of an hour that is over counts towards the current one.
 *
 * <p>Threading: one stream task.
 */
final class FloodScale {
  private static final long HOUR_MS = 3_600_000;

  private final int eventsPerHour;
  private final LinkedHashMap<String, HourCount> users;

  FloodScale(int eventsPerHour, int maxUsers) {
    this.eventsPerHour = eventsPerHour;
    this.users =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, HourCount> eldest) {
            return size() > maxUsers;
          }
        };
  }

  /** The share of its weight that the event keeps: above 0, at most 1. */
  double share(String userId, long eventTimeMs) {
    HourCount count = users.computeIfAbsent(userId, id -> new HourCount());
    long hour = Math.floorDiv(eventTimeMs, HOUR_MS);
    if (hour > count.hour) {
      count.hour = hour;
      count.events = 0;
    }
    count.events++;
    return Math.min(1.0, (double) eventsPerHour / count.events);
  }

  private static final class HourCount {
    long hour = Long.MIN_VALUE;
    long events;
  }
}
