package io.eddyline.schemas.aeron;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a process's client, and of the media driver if it has one of its own. When either is
 * lost both end: a client cannot change its driver.
 *
 * <p>Neither has a thread. Whoever holds the lock does a piece of the driver's work: the threads
 * that send and receive at each turn, one that waits for the driver's answer while it waits.
 *
 * <p>Threading: thread-safe; {@link #service} and {@link #close} by the link's thread.
 */
final class AeronConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AeronConnection.class);
  private static final long RESOLVER_PAUSE_MS = 10;
  /* For as long a reader may be within a buffer that is about to be unmapped. */
  private static final long CLOSE_LINGER_NS = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock lock;
  private final @Nullable MediaDriver driver;
  private final Aeron client;

  private AeronConnection(ReentrantLock lock, @Nullable MediaDriver driver, Aeron client) {
    this.lock = lock;
    this.driver = driver;
    this.client = client;
  }

  /** Starts or finds a driver, and connects; null if no driver runs where it should. */
  static @Nullable AeronConnection open(AeronConfig config) {
    boolean isThere = config.embeddedDriver() || isDriverActive(config);
    return isThere ? connect(config) : null;
  }

  private static boolean isDriverActive(AeronConfig config) {
    return CommonContext.isDriverActive(
        new File(config.directory()), config.driverTimeoutMs(), LOG::debug);
  }

  private static AeronConnection connect(AeronConfig config) {
    ReentrantLock lock = new ReentrantLock();
    MediaDriver driver = config.embeddedDriver() ? launch(config) : null;
    Aeron.Context context =
        new Aeron.Context()
            .aeronDirectoryName(driver == null ? config.directory() : driver.aeronDirectoryName())
            .driverTimeoutMs(config.driverTimeoutMs())
            .closeLingerDurationNs(CLOSE_LINGER_NS)
            .useConductorAgentInvoker(true)
            .clientLock(lock)
            .errorHandler(failure -> LOG.warn("aeron client: {}", failure.toString()));
    if (driver != null) {
      context.driverAgentInvoker(driver.sharedAgentInvoker());
    }
    try {
      Aeron client = Aeron.connect(context);
      LOG.info(
          "aeron driver in {}{}", context.aeronDirectoryName(), driver == null ? "" : ", embedded");
      return new AeronConnection(lock, driver, client);
    } catch (RuntimeException e) {
      CloseHelper.quietClose(driver);
      throw e;
    }
  }

  private static MediaDriver launch(AeronConfig config) {
    MediaDriver.Context context = new MediaDriver.Context();
    if (config.transport() == DeltaTransport.UDP) {
      SocketBuffers buffers = SocketBuffers.granted(config.socketBufferBytes());
      context
          .socketSndbufLength(buffers.sending())
          .socketRcvbufLength(buffers.receiving())
          .initialWindowLength(buffers.receiving());
    }
    context
        .threadingMode(ThreadingMode.INVOKER)
        .asyncExecutorIdleStrategy(new SleepingMillisIdleStrategy(RESOLVER_PAUSE_MS))
        .termBufferSparseFile(true)
        .ipcTermBufferLength(config.termBytes())
        .publicationTermBufferLength(config.termBytes())
        .dirDeleteOnStart(true)
        .dirDeleteOnShutdown(true)
        .errorHandler(failure -> LOG.warn("aeron driver", failure));
    return MediaDriver.launch(
        context.aeronDirectoryName(
            config.directory().isEmpty()
                ? CommonContext.generateRandomDirName()
                : config.directory()));
  }

  Aeron client() {
    return client;
  }

  /** A piece of an own driver's work, unless another thread is at it; returns how much was done. */
  int drive() {
    if (driver == null || !lock.tryLock()) {
      return 0;
    }
    try {
      return driver.sharedAgentInvoker().invoke();
    } finally {
      lock.unlock();
    }
  }

  /** A piece of the client's work: what the driver tells, and whether it is alive. */
  void service() {
    int _ = client.conductorAgentInvoker().invoke();
  }

  /** Whether client or driver have ended. */
  boolean isLost() {
    return client.isClosed() || (driver != null && !isRunning(driver.sharedAgentInvoker()));
  }

  private static boolean isRunning(AgentInvoker invoker) {
    return invoker.isRunning() && !invoker.isClosed();
  }

  /** Ends the driver alone. */
  void failDriver() {
    lock.lock();
    try {
      CloseHelper.quietClose(driver);
    } finally {
      lock.unlock();
    }
  }

  /** Ends at once; nothing uses the client any more. */
  void closeUnused() {
    client.context().closeLingerDurationNs(0);
    close();
  }

  /** Ends both, and gives those time that are within a buffer. */
  @Override
  public void close() {
    lock.lock();
    try {
      CloseHelper.quietCloseAll(client, driver);
    } finally {
      lock.unlock();
    }
  }
}
