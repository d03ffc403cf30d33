package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.record.Presence;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RowTopics;
import io.eddyline.serving.TestTopics;
import io.eddyline.serving.WaitingConsumer;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/** A feed that hears a learner over UDP and has a log of its own, as a serving process has. */
final class UdpReader implements AutoCloseable {
  private static final TopicPartition PRESENCE =
      new TopicPartition(TestTopics.CATALOGUE.presence().name(), 0);

  private final SimpleMeterRegistry registry;
  final RowTopics rows = new RowTopics(TestTopics.CATALOGUE, 12, 13);
  private final Overlay overlay;
  private final MockConsumer<byte[], byte[]> presence = new WaitingConsumer("earliest");
  private final AeronLink link;
  private final OverlayFeed feed;
  private final LoadedModel model;
  private long announced;

  /**
   * @param aeron settings of the link
   * @param staleAfterMs for which a stream may be silent
   */
  UdpReader(Path folder, AeronConfig aeron, int staleAfterMs) throws Exception {
    this(folder, aeron, staleAfterMs, new SimpleMeterRegistry());
  }

  /** One whose agent counts in this registry. */
  UdpReader(Path folder, AeronConfig aeron, int staleAfterMs, SimpleMeterRegistry registry)
      throws Exception {
    presence.updateBeginningOffsets(Map.of(PRESENCE, 0L));
    this.registry = registry;
    this.overlay = new Overlay(new OverlayConfig(10_000, 10_000), registry);
    GoldenStore golden = new GoldenStore(folder);
    golden.put(2, 2);
    this.model = TestModels.load(golden, 2);
    this.link = AeronLink.open(aeron);
    OverlayFeedConfig config =
        RecordSettings.bind(
            OverlayFeedConfig.class,
            Map.of("port", "0", "stale-after-ms", Integer.toString(staleAfterMs)));
    this.feed =
        OverlayFeed.start(
            overlay,
            new OverlayFeed.Sources(TestTopics.CATALOGUE, rows::open, () -> presence, link),
            new OverlayFeed.Shared(config, new ReceivePorts(config), new FeedMeters(registry)));
    var _ = feed.follow(model);
  }

  /** A learner says where it can be heard. */
  void announce(String control) {
    byte[] value =
        RecordSerdes.PRESENCE.encode(
            Presence.newBuilder().setModel("main").setControlEndpoint(control).build());
    long offset = announced++;
    presence.schedulePollTask(
        () ->
            presence.addRecord(
                new ConsumerRecord<>(
                    PRESENCE.topic(),
                    0,
                    offset,
                    "learner".getBytes(StandardCharsets.UTF_8),
                    value)));
  }

  /** Whether the answers have everything up to an offset of the events. */
  boolean has(long offset) {
    EventToken token = new EventToken(new TreeMap<>(Map.of(0, offset)));
    return feed.events().cover(token);
  }

  /** Whether the streams alone bring what is new. */
  boolean isLive() {
    return gauge("eddyline.serving.overlay.catching.up") == 0;
  }

  Overlay overlay() {
    return overlay;
  }

  double count(String meter, String... tags) {
    return registry.get(meter).tags(tags).counter().count();
  }

  double gauge(String meter) {
    return registry.get(meter).gauge().value();
  }

  AeronLink link() {
    return link;
  }

  @Override
  public void close() {
    feed.close();
    link.close();
    model.close();
  }
}
