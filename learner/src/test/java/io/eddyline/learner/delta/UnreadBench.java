package io.eddyline.learner.delta;

import static java.util.Objects.requireNonNull;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.delta.DeltaReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Tasks, the agent and a reader in shared memory, who hears nothing of its stream unless it is told
 * to. Time is played.
 */
public final class UnreadBench implements AutoCloseable {
  private static final int STREAM = DeltaChannels.streamId("main");

  /** Where tasks hand their changes over. */
  public final DeltaTasks tasks;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AeronLink link;
  private final Subscription subscription;
  private final DeltaPublisherAgent agent;
  private final HeardDeltas heard = new HeardDeltas();
  private final DeltaReader reader = new DeltaReader();
  private final FragmentAssembler assembler =
      new FragmentAssembler(
          (buffer, offset, length, _) -> reader.read(buffer, offset, length, heard));
  private long nowMs = 1_000_000;

  /**
   * @param termBytes of Aeron's; half of it is what the reader may be behind
   * @param backPressureMs for which messages wait for the reader
   */
  public UnreadBench(int termBytes, int backPressureMs) {
    AeronConfig aeron =
        RecordSettings.bind(
            AeronConfig.class,
            Map.of("transport", "ipc", "term-bytes", Integer.toString(termBytes)));
    DeltaConfig config =
        RecordSettings.bind(
            DeltaConfig.class,
            Map.of(
                "beside-interval-ms", "0", "back-pressure-ms", Integer.toString(backPressureMs)));
    link = AeronLink.open(aeron);
    subscription = requireNonNull(link.client()).addSubscription(DeltaChannels.ipc(aeron), STREAM);
    tasks = new DeltaTasks(config, new DeltaMetrics(registry), () -> nowMs);
    agent =
        new DeltaPublisherAgent(
            tasks, new AeronSink(link, config, STREAM), DeltaBench.PUBLISHER, () -> nowMs);
    Awaitility.await()
        .pollInSameThread()
        .until(
            () -> {
              turn();
              return tasks.connection() != DeltaTasks.NOBODY;
            });
  }

  /** Tasks hand over, and the agent does a turn some milliseconds later. */
  public void turn() {
    tasks.beforePoll();
    nowMs += 10;
    int _ = agent.doWork();
    int _ = link.drive();
  }

  /** The reader reads what there is. */
  public void read() {
    int _ = subscription.poll(assembler, Integer.MAX_VALUE);
  }

  /** What the reader has heard, in this order. */
  public List<DeltaMessage> heard() {
    return heard.messages;
  }

  /** Messages that were dropped. */
  public double dropped() {
    return registry.get("eddyline.delta.dropped").counter().count();
  }

  @Override
  public void close() {
    agent.onClose();
    link.close();
  }
}
