package io.eddyline.ingest.cleaning;

import io.eddyline.ingest.event.EventCounters;
import io.eddyline.ingest.event.EventRules;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * The graph of cleaning:
 *
 * <pre>
 *   events ──────────┬─▶ clean ──▶ interactions   (the partition of the source record)
 *                    │    │ │ └──▶ rejected
 *               ┌────┘    │ └────▶ events-moved   (the partition of the user)
 *          events-moved   │              │
 *               ▲     seen-events        │
 *               └────────────────────────┘
 * </pre>
 *
 * <p>Task n reads partition n of both sources, so what is known of a user is in one place. An event
 * on its user's partition takes one hop, any other two.
 *
 * <p>The source hands over plain bytes: a record that nothing can read is refused by the processor
 * and never stops the stream.
 */
public final class CleaningTopology {
  static final String INTERACTIONS_SINK = "interactions";
  static final String REJECTED_SINK = "rejected";
  static final String MOVED_SINK = "events-moved";

  private static final String SOURCE = "events";
  private static final String CLEAN = "clean";

  private CleaningTopology() {}

  /**
   * The graph under these settings.
   *
   * @param sources asked for their ids before the graph runs
   */
  public static Topology build(
      CleaningConfig config,
      EventsConfig eventsConfig,
      TopicCatalogue catalogue,
      SourceTopics sources,
      MeterRegistry registry) {
    EventRules rules = new EventRules(eventsConfig);
    EventCounters counters = new EventCounters(registry);
    TopicSpec moved = catalogue.movedEvents();
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            SOURCE,
            (record, _) -> Math.max(0, record.timestamp()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            catalogue.events().name(),
            moved.name())
        .addProcessor(
            CLEAN, () -> new CleaningProcessor(config, rules, moved, sources, counters), SOURCE)
        .addStateStore(
            SeenEvents.storeBuilder(Duration.ofHours(config.duplicateRetentionHours())), CLEAN)
        .addSink(
            INTERACTIONS_SINK,
            catalogue.interactions().name(),
            new ByteArraySerializer(),
            RecordSerdes.serde(RecordSerdes.INTERACTION).serializer(),
            (_, _, interaction, _) -> Optional.of(Set.of(interaction.getSourcePartition())),
            CLEAN)
        .addSink(
            MOVED_SINK,
            moved.name(),
            new ByteArraySerializer(),
            RecordSerdes.serde(RecordSerdes.EVENT).serializer(),
            (_, _, event, _) ->
                Optional.of(Set.of(Partitions.of(event.getUserId(), moved.partitions()))),
            CLEAN)
        .addSink(
            REJECTED_SINK,
            catalogue.rejected().name(),
            new ByteArraySerializer(),
            RecordSerdes.serde(RecordSerdes.REJECTION).serializer(),
            CLEAN);
  }
}
