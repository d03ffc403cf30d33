package io.eddyline.learner.delta;

import io.eddyline.schemas.aeron.AeronLink;
import java.util.concurrent.ThreadLocalRandom;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochClock;

/**
 * The learner's end of the delta stream, running.
 *
 * <p>Threading: opened and closed by the composition root.
 */
public final class DeltaPublisher implements AutoCloseable {
  private static final String THREAD = "learner-delta";

  private final DeltaTasks tasks;
  private final AgentRunner runner;

  private DeltaPublisher(DeltaTasks tasks, AgentRunner runner) {
    this.tasks = tasks;
    this.runner = runner;
  }

  /**
   * Starts to send what the tasks hand over.
   *
   * @param link open longer than this
   */
  public static DeltaPublisher open(DeltaConfig config, AeronLink link, DeltaMetrics metrics) {
    DeltaTasks tasks = new DeltaTasks(config, metrics, SystemEpochClock.INSTANCE);
    long publisher = ThreadLocalRandom.current().nextLong();
    DeltaPublisherAgent agent =
        new DeltaPublisherAgent(
            tasks, new AeronSink(link, config), publisher, SystemEpochClock.INSTANCE);
    AgentRunner runner = new AgentRunner(AeronLink.idle(), metrics::failed, null, agent);
    AgentRunner.startOnThread(runner, work -> new Thread(work, THREAD));
    return new DeltaPublisher(tasks, runner);
  }

  /** Where tasks hand their changes over. */
  public DeltaTasks tasks() {
    return tasks;
  }

  @Override
  public void close() {
    runner.close();
  }
}
