package io.eddyline.learner.delta;

import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.delta.DeltaReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** The sending end on a bench: the test is clock, agent's thread and reader. */
public final class DeltaBench {
  static final long PUBLISHER = 77;

  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Where tasks hand their changes over. */
  public final DeltaTasks tasks;

  /** The time, milliseconds. */
  public long nowMs = 1_000_000;

  final PlayedSink sink = new PlayedSink();
  final DeltaPublisherAgent agent;

  /** With rows beside events in each hand-over. */
  public DeltaBench() {
    this(Map.of("beside-interval-ms", "0"));
  }

  /**
   * @param settings other than the defaults
   */
  public DeltaBench(Map<String, String> settings) {
    DeltaConfig config = RecordSettings.bind(DeltaConfig.class, settings);
    tasks = new DeltaTasks(config, new DeltaMetrics(registry), () -> nowMs);
    agent = new DeltaPublisherAgent(tasks, sink, PUBLISHER, () -> nowMs);
    turn();
  }

  /** One turn of the agent. */
  public void turn() {
    int _ = agent.doWork();
  }

  /** What readers have heard since the last call. */
  public List<DeltaMessage> heard() {
    HeardDeltas heard = new HeardDeltas();
    DeltaReader reader = new DeltaReader();
    for (byte[] batch : sink.batches) {
      reader.read(new UnsafeBuffer(batch), 0, batch.length, heard);
    }
    sink.batches.clear();
    return heard.messages;
  }

  /** Hands over what waits, has it sent, and tells what readers have heard since the last call. */
  public List<DeltaMessage> exchange() {
    tasks.beforePoll();
    turn();
    return heard();
  }

  double count(String meter, String... tags) {
    return registry.get(meter).tags(tags).counter().count();
  }
}
