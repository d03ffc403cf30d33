package io.eddyline.learner.delta;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;

/** How a learner sends the rows that it changes, and hears those of other learners. */
public record DeltaConfig(
    @Setting(
            about =
                "Whether changed rows are sent at once; without, serving has what the snapshots"
                    + " hold.",
            defaultValue = "true")
        boolean enabled,
    @Setting(
            about =
                "Bytes of the queue between a task and the thread that sends, a power of two. A row"
                    + " that finds it full is sent later, as it is then.",
            defaultValue = "2097152",
            min = 524_288,
            max = 268_435_456)
        int queueBytes,
    @Setting(
            about =
                "Records after which a task hands over what it changed; it also does before each"
                    + " poll. Fewer are sooner and merge less.",
            defaultValue = "64",
            min = 1,
            max = 100_000)
        int handOverRecords,
    @Setting(
            about =
                "Milliseconds between watermarks of a task that has nothing else to send: how soon"
                    + " it is known that nothing is missing.",
            defaultValue = "10",
            min = 1,
            max = 10_000)
        long watermarkIntervalMs,
    @Setting(
            about =
                "Milliseconds between hand-overs of rows that changed beside an event: items that"
                    + " it followed, users who were replayed. Each event touches some twenty.",
            defaultValue = "500",
            min = 0,
            max = 60_000)
        long besideIntervalMs,
    @Setting(
            about =
                "Milliseconds for which messages wait when readers are full; then they are dropped,"
                    + " and the readers make up for them from the log.",
            defaultValue = "500",
            min = 0,
            max = 60_000)
        long backPressureMs,
    @Setting(
            about =
                "Whether an item's row says its neighbours, so that serving has the affinities of"
                    + " now for items with events since the version was made.",
            defaultValue = "true")
        boolean neighbours,
    @Setting(
            about =
                "Milliseconds within which changed neighbours are said, in rounds of half of"
                    + " beside-interval-ms. A list is as long as the row; a busy item's, which"
                    + " changes many times a round, is said once a round at most.",
            defaultValue = "500",
            min = 0,
            max = 60_000)
        long neighboursIntervalMs,
    @Setting(
            about = "Host under which other processes reach this one's deltas, with udp.",
            defaultValue = "localhost")
        String host,
    @Setting(
            about = "UDP port that readers of the deltas ask at; another one for each learner.",
            defaultValue = "40123",
            min = 1,
            max = 65_535)
        int controlPort,
    @Setting(
            about = "Seconds between announcements of this learner on the topic presence.",
            defaultValue = "10",
            min = 1,
            max = 3600)
        int presenceIntervalS) {
  private static final String GROUP = "learner.delta";

  public DeltaConfig {
    Allowed.check(
        DeltaConfig.class,
        GROUP,
        enabled,
        queueBytes,
        handOverRecords,
        watermarkIntervalMs,
        besideIntervalMs,
        backPressureMs,
        neighbours,
        neighboursIntervalMs,
        host,
        controlPort,
        presenceIntervalS);
    if (Integer.bitCount(queueBytes) != 1) {
      throw new IllegalArgumentException(
          "%s.queue-bytes %d: expected a power of two, 524288 to 268435456"
              .formatted(GROUP, queueBytes));
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException(
          GROUP + ".host is empty: expected a host name or address that other processes reach");
    }
  }

  /** The defaults. */
  public static DeltaConfig defaults() {
    return RecordSettings.defaults(DeltaConfig.class);
  }

  /** What readers ask at. */
  String controlEndpoint() {
    return endpoint(controlPort);
  }

  /** Where the rows of another learner arrive: a free port. */
  String hintEndpoint() {
    return endpoint(0);
  }

  private String endpoint(int port) {
    return (host.indexOf(':') < 0 ? "%s:%d" : "[%s]:%d").formatted(host, port);
  }
}
