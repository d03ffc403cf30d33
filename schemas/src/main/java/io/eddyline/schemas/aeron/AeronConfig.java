package io.eddyline.schemas.aeron;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;
import java.util.Map;

/** How a process gets at Aeron. */
public record AeronConfig(
    @Setting(
            about =
                "ipc: the delta stream goes through shared memory, between those who use the same"
                    + " driver; udp: over the network.",
            defaultValue = "udp")
        DeltaTransport transport,
    @Setting(
            about =
                "Whether the process starts a media driver of its own; otherwise aeron.directory"
                    + " names that of a running one.",
            defaultValue = "true")
        boolean embeddedDriver,
    @Setting(
            about =
                "Folder of the media driver, best in memory (/dev/shm). Empty: one of the process's"
                    + " own, removed at its end.")
        String directory,
    @Setting(
            about =
                "Bytes of a term; a stream takes three, a reader that is further behind than half"
                    + " of one loses messages, and a row longer than an eighth of one comes from"
                    + " its topic. A power of two.",
            defaultValue = "4194304",
            min = 65_536,
            max = 1_073_741_824)
        int termBytes,
    @Setting(
            about =
                "Bytes of an own driver's UDP sockets, as far as the machine grants them"
                    + " (net.core.rmem_max, wmem_max): what may be under way to a reader. It"
                    + " should hold what a learner sends while a reader waits for a processor.",
            defaultValue = "2097152",
            min = 65_536,
            max = 1_073_741_824)
        int socketBufferBytes,
    @Setting(
            about =
                "Milliseconds without a sign of life of the media driver after which it is taken"
                    + " for gone and another connection is tried. The driver gives one a second.",
            defaultValue = "5000",
            min = 2_000,
            max = 600_000)
        int driverTimeoutMs) {
  private static final String GROUP = "aeron";

  public AeronConfig {
    Allowed.check(
        AeronConfig.class,
        GROUP,
        transport,
        embeddedDriver,
        directory,
        termBytes,
        socketBufferBytes,
        driverTimeoutMs);
    if (Integer.bitCount(termBytes) != 1) {
      throw new IllegalArgumentException(
          "%s.term-bytes %d: expected a power of two, 65536 to 1073741824"
              .formatted(GROUP, termBytes));
    }
    if (!embeddedDriver && directory.isEmpty()) {
      throw new IllegalArgumentException(
          GROUP
              + ".directory is empty: expected the folder of the running media driver, since"
              + " aeron.embedded-driver is false");
    }
  }

  /** The defaults, over shared memory. */
  public static AeronConfig inProcess() {
    return RecordSettings.bind(AeronConfig.class, Map.of("transport", "ipc"));
  }

  /** These settings for the one process that runs every tier: shared memory. */
  public AeronConfig asOnlyInstance() {
    return new AeronConfig(
        DeltaTransport.IPC,
        embeddedDriver,
        directory,
        termBytes,
        socketBufferBytes,
        driverTimeoutMs);
  }
}
