package io.eddyline.learner.delta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the tasks hand over, task by task in turn, and watermarks of those that are quiet.
 *
 * <p>Threading: one thread, {@code learner-delta}.
 */
final class DeltaPublisherAgent implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaPublisherAgent.class);

  private final DeltaTasks tasks;
  private final DeltaSink sink;
  private final long publisher;
  private final EpochClock clock;
  private final Outbox outbox;
  private final long watermarkIntervalMs;
  private final List<SendingStream> streams = new ArrayList<>();
  private TaskDeltas[] followed = {};
  private int connections;
  private boolean isHeard;
  private int next;

  /**
   * @param publisher random number of the process
   */
  DeltaPublisherAgent(DeltaTasks tasks, DeltaSink sink, long publisher, EpochClock clock) {
    this.tasks = tasks;
    this.sink = sink;
    this.publisher = publisher;
    this.clock = clock;
    this.outbox = new Outbox(sink, tasks.metrics(), tasks.config().backPressureMs());
    this.watermarkIntervalMs = tasks.config().watermarkIntervalMs();
  }

  @Override
  public int doWork() {
    long nowMs = clock.time();
    outbox.at(nowMs);
    followConnection();
    followTasks();
    if (!outbox.send()) {
      return 0;
    }
    int work = 0;
    int count = streams.size();
    for (int k = 0; k < count; k++) {
      SendingStream stream = streams.get((next + k) % count);
      work += stream.drain(nowMs);
      work += stream.repeatWatermark(nowMs, watermarkIntervalMs) ? 1 : 0;
    }
    next = count == 0 ? 0 : (next + 1) % count;
    return outbox.send() ? work : 0;
  }

  private void followConnection() {
    boolean isConnected = sink.isConnected();
    if (isConnected == isHeard) {
      return;
    }
    isHeard = isConnected;
    int connection = isConnected ? ++connections : DeltaTasks.NOBODY;
    for (int k = 0; k < streams.size(); k++) {
      streams.get(k).connection(connection);
    }
    tasks.connection(connection);
    tasks.metrics().heard(isConnected);
    LOG.info("deltas {}", isConnected ? "are listened to" : "have no listener");
  }

  private void followTasks() {
    TaskDeltas[] running = tasks.running();
    if (!Arrays.equals(running, followed)) {
      for (TaskDeltas task : running) {
        follow(task.queue());
      }
      followed = running;
    }
    for (int k = streams.size() - 1; k >= 0; k--) {
      if (streams.get(k).isFinished()) {
        LOG.info("deltas of {} end", streams.remove(k));
        tasks.metrics().streams(streams.size());
      }
    }
  }

  private void follow(TaskQueue queue) {
    for (SendingStream known : streams) {
      if (known.isOf(queue)) {
        return;
      }
    }
    SendingStream stream = new SendingStream(queue, publisher, outbox);
    stream.connection(isHeard ? connections : DeltaTasks.NOBODY);
    streams.add(stream);
    tasks.metrics().streams(streams.size());
    LOG.info("deltas of {} begin", stream);
  }

  @Override
  public void onClose() {
    tasks.connection(DeltaTasks.NOBODY);
    sink.close();
  }

  @Override
  public String roleName() {
    return "learner-delta";
  }
}
