package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.health.HealthSettings;
import io.eddyline.learner.snapshot.RetrievalSettings;
import io.eddyline.learner.snapshot.gate.GateSettings;
import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;
import java.time.Duration;

/** When snapshots are made and how many are kept. */
public record SnapshotsConfig(
    @Setting(
            about =
                "Name of this builder among those of the model, stable over restarts: a builder"
                    + " that comes back under its name writes on at once. Empty: a new member each"
                    + " time, and after a crash another takes over, or it itself, after"
                    + " session-timeout-ms.")
        String instanceId,
    @Setting(
            about = "Milliseconds after which a builder that is not heard of is replaced.",
            defaultValue = "10000",
            min = 6000,
            max = 1_800_000)
        int sessionTimeoutMs,
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
    @Setting(
            about =
                "Shortest time that a version stays in the store, so that none is removed while it"
                    + " is loaded.",
            defaultValue = "2m")
        Duration minAge,
    @Setting(
            about =
                "The same for a version whose manifest cannot be read: torn, or of a newer release"
                    + " that may come back.",
            defaultValue = "24h")
        Duration unreadableAge,
    @Setting(
            about =
                "Weight of the accepted version's rows in the next version's: smaller steps that"
                    + " follow the stream later; 0 mixes nothing.",
            defaultValue = "0",
            min = 0,
            max = 0.99)
        double interpolation,
    @Setting(
            about =
                "PEM file of the Ed25519 private key that versions are signed with; empty: they are"
                    + " not signed.")
        String signingKeyFile,
    HealthSettings health,
    GateSettings gate,
    RetrievalSettings retrieval) {
  public SnapshotsConfig {
    Allowed.check(
        SnapshotsConfig.class,
        "snapshots",
        instanceId,
        sessionTimeoutMs,
        interval,
        maxEvents,
        minInterval,
        keep,
        minAge,
        unreadableAge,
        interpolation,
        signingKeyFile,
        health,
        gate,
        retrieval);
    if (minAge.isNegative()) {
      throw new IllegalArgumentException(
          "snapshots.min-age %s: expected 0 or more".formatted(minAge));
    }
    if (unreadableAge.compareTo(minAge) < 0) {
      throw new IllegalArgumentException(
          "snapshots.unreadable-age %s: expected at least snapshots.min-age %s"
              .formatted(unreadableAge, minAge));
    }
    if (interval.isNegative() || interval.isZero() || minInterval.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "snapshots.interval %s with snapshots.min-interval %s: expected 0 < min-interval <= interval"
              .formatted(interval, minInterval));
    }
  }

  /** These settings under a stable name. */
  public SnapshotsConfig withInstanceId(String name) {
    return new SnapshotsConfig(
        name,
        sessionTimeoutMs,
        interval,
        maxEvents,
        minInterval,
        keep,
        minAge,
        unreadableAge,
        interpolation,
        signingKeyFile,
        health,
        gate,
        retrieval);
  }
}
