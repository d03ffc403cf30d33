package io.eddyline.learner.agent;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does its work turn by turn without a pause, so that each turn has to wait for
 * something; a turn that fails is logged, counted and tried again after a pause. An {@code Error}
 * ends it.
 *
 * <p>Threading: {@link #start} and {@link #close} from the thread that owns it; the work belongs to
 * the agent's thread.
 */
public final class RetryingAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetryingAgent.class);
  private static final long RETRY_MS = 500;

  private final String name;
  private final Work work;
  private final Counter failures;
  private final AgentRunner runner;

  /**
   * Prepares the thread; {@link #start} sets it going.
   *
   * @param name of the thread
   * @param failures counts turns that failed
   */
  public RetryingAgent(String name, Work work, Counter failures) {
    this.name = name;
    this.work = work;
    this.failures = failures;
    this.runner = new AgentRunner(NoOpIdleStrategy.INSTANCE, this::failed, null, new Turns());
  }

  public void start() {
    AgentRunner.startOnThread(runner);
  }

  /** Ends the thread after its turn, then the work. */
  @Override
  public void close() {
    runner.close();
  }

  private void failed(Throwable failure) {
    failures.increment();
    LOG.error("{} failed and tries again", name, failure);
    if (failure instanceof Error error) {
      throw error;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Turns implements Agent {
    private boolean started;

    @Override
    public int doWork() throws IOException {
      if (!started) {
        work.start();
        started = true;
      }
      work.doWork();
      return 1;
    }

    @Override
    public void onClose() {
      work.close();
    }

    @Override
    public String roleName() {
      return name;
    }
  }
}
