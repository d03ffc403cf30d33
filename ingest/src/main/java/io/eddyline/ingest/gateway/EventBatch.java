package io.eddyline.ingest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.ingest.event.EventCounters;
import io.eddyline.ingest.event.EventParser;
import io.eddyline.ingest.event.Parsed;
import io.eddyline.ingest.event.Quarantine;
import io.eddyline.ingest.event.Refusal;
import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The events of one request as Kafka records: the sound ones for {@code events}, the others for
 * {@code rejected}.
 *
 * <p>Threading: one worker fills it; whoever answers reads it afterwards.
 */
final class EventBatch {
  private static final String SOURCE = "gateway";

  private final TopicSpec events;
  private final String rejectedTopic;
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final List<RefusedRecord> refused = new ArrayList<>();

  EventBatch(TopicCatalogue catalogue) {
    this.events = catalogue.events();
    this.rejectedTopic = catalogue.rejected().name();
  }

  /** Parses {@code sent} and adds what becomes of it. */
  void add(SentRecord sent, EventParser parser, long nowMs, @Nullable String idempotencyKey) {
    Refusal unread = sent.refusal();
    JsonNode json = sent.json();
    Parsed parsed =
        unread != null || json == null
            ? new Parsed.Refused(Objects.requireNonNull(unread), "")
            : parser.parse(json, nowMs, idempotencyKey, sent.index());
    switch (parsed) {
      case Parsed.Sound(Event event) -> records.add(accept(event));
      case Parsed.Refused(Refusal refusal, String userId) -> {
        refused.add(new RefusedRecord(sent.index(), refusal));
        records.add(quarantine(sent, refusal, userId, nowMs));
      }
    }
  }

  List<ProducerRecord<byte[], byte[]>> records() {
    return records;
  }

  List<RefusedRecord> refused() {
    return refused;
  }

  int acceptedCount() {
    return records.size() - refused.size();
  }

  void count(EventCounters counters) {
    counters.accepted(acceptedCount());
    refused.forEach(record -> counters.rejected(record.refusal().reason()));
  }

  private ProducerRecord<byte[], byte[]> accept(Event event) {
    return new ProducerRecord<>(
        events.name(),
        Partitions.of(event.getUserId(), events.partitions()),
        event.getUserId().getBytes(StandardCharsets.UTF_8),
        RecordSerdes.EVENT.encode(event));
  }

  private ProducerRecord<byte[], byte[]> quarantine(
      SentRecord sent, Refusal refusal, String userId, long nowMs) {
    Rejection rejection =
        Quarantine.rejection(refusal, sent.body(), sent.offset(), sent.length(), SOURCE, nowMs)
            .build();
    byte[] key = Identifiers.fault(userId) == null ? userId.getBytes(StandardCharsets.UTF_8) : null;
    return new ProducerRecord<>(rejectedTopic, key, RecordSerdes.REJECTION.encode(rejection));
  }
}
