package io.eddyline.schemas.aeron;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's connection to Aeron: a client, and the media driver if it has one of its own.
 *
 * <p>An embedded driver runs in one thread that sleeps up to {@value #LONGEST_PARK_US} us when
 * there is nothing to do: on few cores a driver that spins takes what it wants to carry.
 *
 * <p>Threading: thread-safe; closed once, after everything that uses the client.
 */
public final class AeronLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AeronLink.class);
  private static final long SHORTEST_PARK_US = 50;
  private static final long LONGEST_PARK_US = 500;
  private static final int SPINS = 0;
  private static final int YIELDS = 1;

  private final @Nullable MediaDriver driver;
  private final Aeron client;
  private final AeronConfig config;

  private AeronLink(@Nullable MediaDriver driver, Aeron client, AeronConfig config) {
    this.driver = driver;
    this.client = client;
    this.config = config;
  }

  /**
   * Starts or finds a driver, and connects.
   *
   * @throws io.aeron.exceptions.DriverTimeoutException if no driver runs in the configured folder
   */
  public static AeronLink open(AeronConfig config) {
    MediaDriver driver = config.embeddedDriver() ? launch(config) : null;
    String directory = driver == null ? config.directory() : driver.aeronDirectoryName();
    try {
      Aeron client =
          Aeron.connect(
              new Aeron.Context()
                  .aeronDirectoryName(directory)
                  .idleStrategy(idle())
                  .errorHandler(failure -> LOG.warn("aeron client", failure)));
      LOG.info("aeron driver in {}{}", directory, driver == null ? "" : ", embedded");
      return new AeronLink(driver, client, config);
    } catch (RuntimeException e) {
      CloseHelper.quietClose(driver);
      throw e;
    }
  }

  private static MediaDriver launch(AeronConfig config) {
    MediaDriver.Context context =
        new MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(idle())
            .termBufferSparseFile(true)
            .ipcTermBufferLength(config.termBytes())
            .publicationTermBufferLength(config.termBytes())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .errorHandler(failure -> LOG.warn("aeron driver", failure));
    if (config.directory().isEmpty()) {
      context.aeronDirectoryName(CommonContext.generateRandomDirName());
      return MediaDriver.launch(context);
    }
    return MediaDriver.launch(context.aeronDirectoryName(config.directory()));
  }

  /** How the threads of Aeron and of the delta stream wait: without spinning. */
  public static IdleStrategy idle() {
    return new BackoffIdleStrategy(
        SPINS,
        YIELDS,
        TimeUnit.MICROSECONDS.toNanos(SHORTEST_PARK_US),
        TimeUnit.MICROSECONDS.toNanos(LONGEST_PARK_US));
  }

  public Aeron client() {
    return client;
  }

  public AeronConfig config() {
    return config;
  }

  /** Folder of the driver. */
  public String directory() {
    return client.context().aeronDirectoryName();
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(client, driver);
  }
}
