package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.health.HealthSettings;
import io.eddyline.schemas.config.Setting;
import java.time.Duration;

/** When snapshots are made and how many are kept. */
public record SnapshotsConfig(
    @Setting(
            about = "Longest time from a change to the snapshot that holds it.",
            defaultValue = "30s")
        Duration interval,
    @Setting(
            about = "A snapshot is made at once when so many events were trained since the last.",
            defaultValue = "100000",
            min = 1)
        long maxEvents,
    @Setting(
            about =
                "Shortest time between two snapshots, so that building and loading them leaves room"
                    + " for other work.",
            defaultValue = "2s")
        Duration minInterval,
    @Setting(
            about = "Versions kept in the store, the newest and its parent among them.",
            defaultValue = "5",
            min = 2,
            max = 10000)
        int keep,
    HealthSettings health) {
  public SnapshotsConfig {
    if (interval.isNegative() || interval.isZero() || minInterval.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "snapshots.interval %s with snapshots.min-interval %s: expected 0 < min-interval <= interval"
              .formatted(interval, minInterval));
    }
    if (keep < 2) {
      throw new IllegalArgumentException("snapshots.keep %d: expected at least 2".formatted(keep));
    }
  }
}
