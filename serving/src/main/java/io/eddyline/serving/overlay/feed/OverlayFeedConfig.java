package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** How changed rows come to the overlay. Key: {@code serving.overlay-feed}. */
public record OverlayFeedConfig(
    @Setting(
            about =
                "Whether changed rows are laid over the loaded versions at all; otherwise answers"
                    + " change with versions alone.",
            defaultValue = "true")
        boolean enabled,
    @Setting(
            about =
                "Address of this process that learners send their streams to, over UDP; other"
                    + " machines must reach it.",
            defaultValue = "127.0.0.1")
        String host,
    @Setting(
            about =
                "UDP port of the first learner's stream; each further learner takes the next free"
                    + " one. 0 takes free ports.",
            defaultValue = "40124",
            min = 0,
            max = 65_000)
        int port,
    @Setting(
            about = "Learners that are listened to at once.",
            defaultValue = "64",
            min = 1,
            max = 500)
        int maxLearners,
    @Setting(
            about =
                "Time without a message of a partition, in milliseconds, after which its rows come"
                    + " from the row topic; learners send at least every 10 ms.",
            defaultValue = "1000",
            min = 50,
            max = 600_000)
        int staleAfterMs,
    @Setting(
            about =
                "Longest time that readiness, or a version older than those in service, waits for"
                    + " the rows that changed since, in milliseconds; after it answers say how far"
                    + " behind they are.",
            defaultValue = "30000",
            min = 0,
            max = 3_600_000)
        int maxCatchUpMs,
    @Setting(
            about =
                "Longest time that a request may ask to wait for its own events, in milliseconds.",
            defaultValue = "1000",
            min = 0,
            max = 10_000)
        int maxWaitMs,
    @Setting(
            about =
                "Requests that wait for their own events at once; a further one is answered without"
                    + " waiting.",
            defaultValue = "1024",
            min = 0,
            max = 1_000_000)
        int maxWaiters) {
  public OverlayFeedConfig {
    Allowed.check(
        OverlayFeedConfig.class,
        "serving.overlay-feed",
        enabled,
        host,
        port,
        maxLearners,
        staleAfterMs,
        maxCatchUpMs,
        maxWaitMs,
        maxWaiters);
    if (host.isBlank()) {
      throw new IllegalArgumentException(
          "serving.overlay-feed.host \"\": expected a name or an address");
    }
  }
}
