package io.eddyline.schemas.aeron;

import io.aeron.Aeron;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's connection to Aeron, for as long as the process lives. A client ends with its media
 * driver, so there may be another one later, or none for a while:
 *
 * <pre>
 *   driver           #############........######################
 *   {@link #client()}         A A A A A A A A  none    B B B B B B B B B B
 *                                 |            |
 *                        driver-timeout-ms   tried again with growing pauses
 * </pre>
 *
 * <p>What was opened with client A is closed when A is; its owner sees that and opens it with B.
 *
 * <p>An embedded driver is run by those who send and receive, in {@link #drive}: a message then
 * waits for no further thread to wake, which on few busy cores is what takes the time. The link's
 * own thread does a turn now and then, so that driver and client live whatever the others do.
 *
 * <p>Threading: thread-safe; closed once, after everything that uses the client.
 */
public final class AeronLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AeronLink.class);
  private static final String ROLE = "aeron";
  private static final long TURN_MS = 5;
  private static final long FIRST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONGEST_PAUSE_NS = TimeUnit.SECONDS.toNanos(8);
  private static final long SHORTEST_PARK_US = 50;
  private static final long LONGEST_PARK_US = 2_000;
  private static final int SPINS = 0;
  private static final int YIELDS = 1;

  private final AeronConfig config;
  private final AgentRunner runner;
  private final AtomicLong losses = new AtomicLong();
  private volatile @Nullable AeronConnection connection;

  private AeronLink(AeronConfig config) {
    this.config = config;
    this.connection = AeronConnection.open(config);
    if (connection == null) {
      LOG.warn("no media driver runs in {}: waiting for one", config.directory());
    }
    this.runner =
        new AgentRunner(
            new SleepingMillisIdleStrategy(TURN_MS),
            failure -> LOG.warn("aeron is not to be had, trying again: {}", failure.toString()),
            null,
            new Keeper());
  }

  /**
   * Starts or finds a driver, and connects. If none runs in the configured folder there is no
   * client until one does.
   */
  public static AeronLink open(AeronConfig config) {
    AeronLink link = new AeronLink(config);
    AgentRunner.startOnThread(link.runner, Thread.ofPlatform().daemon(true).factory());
    return link;
  }

  /** How the threads that send and receive wait: without spinning. */
  public static IdleStrategy idle() {
    return new BackoffIdleStrategy(
        SPINS,
        YIELDS,
        TimeUnit.MICROSECONDS.toNanos(SHORTEST_PARK_US),
        TimeUnit.MICROSECONDS.toNanos(LONGEST_PARK_US));
  }

  /** The client of now; null while there is no driver. */
  public @Nullable Aeron client() {
    AeronConnection now = connection;
    return now == null || now.isLost() ? null : now.client();
  }

  /** Does a piece of an embedded driver's work; returns 0 if there was nothing to do. */
  public int drive() {
    AeronConnection now = connection;
    return now == null ? 0 : now.drive();
  }

  /** Whether there is a client. */
  public boolean isConnected() {
    return client() != null;
  }

  /** Connections that were lost. */
  public long losses() {
    return losses.get();
  }

  /** Ends the embedded driver as a failure of its own would; for tests. */
  void failDriver() {
    AeronConnection now = connection;
    if (now != null) {
      now.failDriver();
    }
  }

  public AeronConfig config() {
    return config;
  }

  @Override
  public void close() {
    runner.close();
  }

  /** Keeps up the connection. */
  private final class Keeper implements Agent {
    private long pauseNs = FIRST_PAUSE_NS;
    private long nextTryNs = System.nanoTime();

    @Override
    public int doWork() {
      AeronConnection now = connection;
      if (now == null) {
        tryAgain(System.nanoTime());
      } else if (now.isLost()) {
        lose(now);
      } else {
        int _ = now.drive();
        now.service();
      }
      return 0;
    }

    private void lose(AeronConnection lost) {
      LOG.warn("the connection to aeron is lost: rows come from the log until there is another");
      connection = null;
      losses.incrementAndGet();
      pauseNs = FIRST_PAUSE_NS;
      nextTryNs = System.nanoTime();
      lost.close();
    }

    private void tryAgain(long nowNs) {
      if (nowNs - nextTryNs < 0) {
        return;
      }
      nextTryNs = nowNs + pauseNs;
      pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
      connection = AeronConnection.open(config);
    }

    @Override
    public void onClose() {
      AeronConnection now = connection;
      if (now != null) {
        now.closeUnused();
      }
    }

    @Override
    public String roleName() {
      return ROLE;
    }
  }
}
