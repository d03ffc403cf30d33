package io.eddyline.ingest.replay;

import io.eddyline.schemas.config.Setting;

/** How a data set is published. */
public record ReplayConfig(
    @Setting(
            about = "Most events a second; 0 is as fast as they are acknowledged.",
            defaultValue = "0",
            min = 0,
            max = 10_000_000)
        double eventsPerSecond,
    @Setting(about = "Most events in a request.", defaultValue = "500", min = 1, max = 10_000)
        int batchEvents,
    @Setting(
            about =
                "Requests in flight. A user's events always go one after the other, in the same"
                    + " lane.",
            defaultValue = "4",
            min = 1,
            max = 256)
        int lanes,
    @Setting(
            about =
                "Milliseconds for which a batch is tried again when the receiver is busy or away.",
            defaultValue = "120000",
            min = 0,
            max = 86_400_000)
        long giveUpAfterMs) {

  public ReplayConfig {
    if (!(eventsPerSecond >= 0 && eventsPerSecond <= 10_000_000)) {
      throw new IllegalArgumentException(
          "replay.events-per-second %s: expected 0 to 10000000".formatted(eventsPerSecond));
    }
    require("batch-events", batchEvents, 1, 10_000);
    require("lanes", lanes, 1, 256);
    require("give-up-after-ms", giveUpAfterMs, 0, 86_400_000);
  }

  /** The defaults at a rate; 0 is unlimited. */
  public static ReplayConfig atRate(double eventsPerSecond) {
    return new ReplayConfig(eventsPerSecond, 500, 4, 120_000);
  }

  private static void require(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "replay.%s %d: expected %d to %d".formatted(name, value, min, max));
    }
  }
}
