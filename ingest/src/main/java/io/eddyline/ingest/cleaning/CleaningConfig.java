package io.eddyline.ingest.cleaning;

import io.eddyline.schemas.config.Setting;

/** How events are cleaned. */
public record CleaningConfig(
    @Setting(
            about = "Stream threads; at most topics.user-partitions of them have work.",
            defaultValue = "1",
            min = 1,
            max = 4096)
        int threads,
    @Setting(
            about =
                "Name of this process among its like, stable over restarts: a process that comes"
                    + " back under its name takes its partitions over at once. Empty: a new member"
                    + " each time, and after a crash the partitions wait for session-timeout-ms.")
        String instanceId,
    @Setting(
            about = "Milliseconds after which a process that is not heard of loses its partitions.",
            defaultValue = "10000",
            min = 6000,
            max = 1_800_000)
        int sessionTimeoutMs,
    @Setting(
            about =
                "Milliseconds between commits: what a restart passes on again, for its readers to"
                    + " pass over.",
            defaultValue = "100",
            min = 1,
            max = 60_000)
        long commitIntervalMs,
    @Setting(
            about =
                "Milliseconds for which an interaction waits for others to be sent with: fewer are"
                    + " fresher, more are cheaper.",
            defaultValue = "2",
            min = 0,
            max = 1000)
        int lingerMs,
    @Setting(
            about =
                "Hours for which an event id is remembered at least, from its arrival. A day covers"
                    + " the retries of clients and of nightly jobs at some 60 bytes an event.",
            defaultValue = "24",
            min = 1,
            max = 8760)
        long duplicateRetentionHours,
    @Setting(
            about =
                "Events of one user in an hour of event time above which each weighs less, so that"
                    + " all together weigh as much as the limit. The busiest hour of a real user in"
                    + " the data sets has 711.",
            defaultValue = "3600",
            min = 1,
            max = 1_000_000_000)
        int floodEventsPerHour,
    @Setting(
            about = "Users of each partition whose rate is watched; the longest silent ones leave.",
            defaultValue = "10000",
            min = 1,
            max = 10_000_000)
        int floodUsers,
    @Setting(
            about = "Memory of the store of event ids in bytes, whatever the number of partitions.",
            defaultValue = "67108864",
            min = 8_388_608,
            max = 68_719_476_736.0)
        long storeMemoryBytes) {

  public CleaningConfig {
    require("threads", threads, 1, 4096);
    require("session-timeout-ms", sessionTimeoutMs, 6000, 1_800_000);
    require("commit-interval-ms", commitIntervalMs, 1, 60_000);
    require("linger-ms", lingerMs, 0, 1000);
    require("duplicate-retention-hours", duplicateRetentionHours, 1, 8760);
    require("flood-events-per-hour", floodEventsPerHour, 1, 1_000_000_000);
    require("flood-users", floodUsers, 1, 10_000_000);
    require("store-memory-bytes", storeMemoryBytes, 8_388_608, 68_719_476_736L);
  }

  /** The defaults. */
  public static CleaningConfig defaults() {
    return new CleaningConfig(1, "", 10_000, 100, 2, 24, 3600, 10_000, 64L << 20);
  }

  /** These settings under a stable name. */
  public CleaningConfig withInstanceId(String name) {
    return new CleaningConfig(
        threads,
        name,
        sessionTimeoutMs,
        commitIntervalMs,
        lingerMs,
        duplicateRetentionHours,
        floodEventsPerHour,
        floodUsers,
        storeMemoryBytes);
  }

  private static void require(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "cleaning.%s %d: expected %d to %d".formatted(name, value, min, max));
    }
  }
}
