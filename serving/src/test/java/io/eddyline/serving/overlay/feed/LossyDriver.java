package io.eddyline.serving.overlay.feed;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.aeron.driver.ext.LossGenerator;
import io.aeron.driver.ext.RandomLossGenerator;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.config.RecordSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A media driver to which a part of the packets, of data and of its own answers, do not come. */
final class LossyDriver implements AutoCloseable {
  /* Short enough for a test to lose an image. */
  private static final long IMAGE_LIVENESS_MS = 500;

  private final MediaDriver driver;
  private final AtomicLong lost = new AtomicLong();
  private volatile boolean isCut;

  /**
   * @param folder of the driver
   * @param rate share of the packets that are lost
   */
  LossyDriver(Path folder, double rate, long seed) {
    LossGenerator data = losing(new RandomLossGenerator(rate, seed));
    LossGenerator answers = losing(new RandomLossGenerator(rate, seed + 1));
    this.driver =
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(AeronLink.idle())
                .termBufferSparseFile(true)
                .imageLivenessTimeoutNs(TimeUnit.MILLISECONDS.toNanos(IMAGE_LIVENESS_MS))
                .dirDeleteOnShutdown(true)
                .receiveChannelEndpointSupplier(
                    (channel, dispatcher, status, context) ->
                        new DebugReceiveChannelEndpoint(
                            channel, dispatcher, status, context, data, answers)));
  }

  private LossGenerator losing(LossGenerator some) {
    return (address, buffer, length) -> {
      boolean isLost = isCut || some.shouldDropFrame(address, buffer, length);
      lost.addAndGet(isLost ? 1 : 0);
      return isLost;
    };
  }

  /** Loses everything, or no more than its share again. */
  void cut(boolean everything) {
    isCut = everything;
  }

  /** Packets that were lost. */
  long lost() {
    return lost.get();
  }

  /** Settings of a link to it. */
  AeronConfig settings() {
    return RecordSettings.bind(
        AeronConfig.class,
        Map.of("embedded-driver", "false", "directory", driver.aeronDirectoryName()));
  }

  @Override
  public void close() {
    driver.close();
  }
}
