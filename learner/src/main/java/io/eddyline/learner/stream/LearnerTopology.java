package io.eddyline.learner.stream;

import io.eddyline.learner.stream.LearnerOutput.Refused;
import io.eddyline.learner.stream.LearnerOutput.Report;
import io.eddyline.learner.stream.LearnerOutput.Updates;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The learner's topology.
 *
 * <pre>
 *   interactions ──▶ user-side ──▶ item-updates (by the item's partition) ──▶ item-side
 *                    │ user-rows, user-state    │  ▲ sweeps                   │ item-rows, item-state
 *                    │                          │  └──────────────────────────┤
 *                    ├──▶ metrics               │             │
 *                    └──▶ rejected ◀────────────┼─────────────┘
 *   item-rows (the changelog) ──▶ item-replica ─┘ global, one a process, read by every user side
 *   items ──▶ catalogue                           global, one a process, read by every item side
 * </pre>
 */
final class LearnerTopology {
  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private LearnerTopology() {}

  static Topology build(LearnerParts parts, TopicCatalogue topics) {
    StreamsBuilder builder = new StreamsBuilder();
    addStores(builder, parts);
    builder.addGlobalStore(
        ReplicaStore.builder(
            ReplicaStore.ITEM_REPLICA,
            new ReplicaStart(
                parts, () -> LearnerStores.itemTable(parts), topics.itemRows().name())),
        topics.itemRows().name(),
        Consumed.with(BYTES, BYTES),
        () -> new ReplicaProcessor(parts));
    builder.addGlobalStore(
        ReplicaStore.builder(ReplicaStore.CATALOGUE),
        topics.items().name(),
        Consumed.with(BYTES, BYTES),
        () -> new CatalogueProcessor(parts));

    KStream<byte[], LearnerOutput> output =
        builder.stream(topics.interactions().name(), Consumed.with(BYTES, BYTES))
            .process(
                () -> new UserSideProcessor(parts),
                Named.as("user-side"),
                TopicCatalogue.USER_STORE,
                TopicCatalogue.USER_STATE_STORE);

    KStream<byte[], LearnerOutput> itemOutput =
        output
            .flatMapValues(LearnerTopology::updates, Named.as("updates"))
            .repartition(
                Repartitioned.<byte[], byte[]>as(TopicCatalogue.ITEM_UPDATES)
                    .withKeySerde(BYTES)
                    .withValueSerde(BYTES)
                    .withNumberOfPartitions(parts.itemPartitions())
                    .withStreamPartitioner(LearnerTopology::partition))
            .process(
                () -> new ItemSideProcessor(parts),
                Named.as("item-side"),
                TopicCatalogue.ITEM_STORE,
                TopicCatalogue.ITEM_STATE_STORE);

    // Two sinks of one topic: a stream that both sides flow into would make them one.
    quarantine(output.flatMapValues(LearnerTopology::refused, Named.as("refused")), topics);
    quarantine(
        itemOutput.flatMapValues(LearnerTopology::refused, Named.as("refused-updates")), topics);

    itemOutput
        .flatMapValues(LearnerTopology::updates, Named.as("sweeps"))
        .to(
            topics.itemUpdates().name(),
            Produced.with(BYTES, BYTES).withStreamPartitioner(LearnerTopology::partition));

    output
        .flatMapValues(it -> reports(it, topics.model()), Named.as("reports"))
        .to(topics.metrics().name(), Produced.with(BYTES, BYTES));
    return builder.build();
  }

  private static void addStores(StreamsBuilder builder, LearnerParts parts) {
    builder.addStateStore(LearnerStores.userRows(parts));
    builder.addStateStore(LearnerStores.userState(parts));
    builder.addStateStore(LearnerStores.itemRows(parts));
    builder.addStateStore(LearnerStores.itemState(parts));
  }

  private static void quarantine(KStream<byte[], Rejection> refused, TopicCatalogue topics) {
    refused
        .mapValues(RecordSerdes.REJECTION::encode)
        .to(topics.rejected().name(), Produced.with(BYTES, BYTES));
  }

  private static Optional<Set<Integer>> partition(
      String topic, byte[] key, byte[] value, int partitions) {
    return Optional.of(Set.of(UpdateKeys.partition(key)));
  }

  private static List<byte[]> updates(LearnerOutput output) {
    return output instanceof Updates updates
        ? List.of(RecordSerdes.ITEM_UPDATES.encode(updates.batch()))
        : List.of();
  }

  private static List<Rejection> refused(LearnerOutput output) {
    return output instanceof Refused refused ? List.of(refused.rejection()) : List.of();
  }

  private static List<byte[]> reports(LearnerOutput output, String model) {
    return output instanceof Report report
        ? List.of(
            RecordSerdes.METRIC_SAMPLE.encode(
                report.sample().toBuilder().putTags("model", model).build()))
        : List.of();
  }
}
