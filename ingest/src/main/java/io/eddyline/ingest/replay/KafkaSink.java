package io.eddyline.ingest.replay;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes straight to Kafka. Nothing is refused here; cleaning refuses later, and quarantines.
 *
 * <p>Threading: thread-safe.
 */
public final class KafkaSink implements EventSink {
  private final Producer<byte[], byte[]> producer;
  private final TopicSpec events;
  private final TopicSpec items;

  /** A sink for the cluster that the client settings name. */
  public KafkaSink(Map<String, Object> kafka, TopicCatalogue catalogue) {
    this(
        new KafkaProducer<>(settings(kafka), new ByteArraySerializer(), new ByteArraySerializer()),
        catalogue);
  }

  KafkaSink(Producer<byte[], byte[]> producer, TopicCatalogue catalogue) {
    this.producer = producer;
    this.events = catalogue.events();
    this.items = catalogue.items();
  }

  @Override
  public void publishTitles(List<CatalogueTitle> titles) {
    long nowMs = System.currentTimeMillis();
    await(
        titles.stream()
            .map(title -> send(items, title.itemId(), RecordSerdes.ITEM.encode(item(title, nowMs))))
            .toList());
  }

  @Override
  public int publish(List<ReplayEvent> replayed) {
    await(
        replayed.stream()
            .map(
                event ->
                    send(events, event.event().userId(), RecordSerdes.EVENT.encode(record(event))))
            .toList());
    return 0;
  }

  @Override
  public void close() {
    producer.close();
  }

  private Future<RecordMetadata> send(TopicSpec topic, String id, byte[] value) {
    return producer.send(
        new ProducerRecord<>(
            topic.name(),
            Partitions.of(id, topic.partitions()),
            id.getBytes(StandardCharsets.UTF_8),
            value));
  }

  private static void await(List<Future<RecordMetadata>> sent) {
    try {
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    } catch (ExecutionException e) {
      boolean passing = e.getCause() instanceof RetriableException;
      throw new EddylineException(
          passing ? Action.RETRY : Action.STOP,
          "Kafka did not acknowledge: " + e.getCause(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.STOP, "interrupted while waiting for Kafka", e);
    }
  }

  private static Event record(ReplayEvent replayed) {
    SourceEvent event = replayed.event();
    Event.Builder record =
        Event.newBuilder()
            .setEventId(replayed.eventId())
            .setUserId(event.userId())
            .setItemId(event.itemId())
            .setType(event.type())
            .setTimestampMs(event.timestampMs());
    return (Double.isNaN(event.value()) ? record : record.setValue(event.value())).build();
  }

  private static Item item(CatalogueTitle title, long nowMs) {
    return Item.newBuilder()
        .setItemId(title.itemId())
        .setTitle(title.title())
        .setAttributesJson(TitleAttributes.json(title).toString())
        .setAvailable(true)
        .setUpdatedAtMs(nowMs)
        .build();
  }

  private static Map<String, Object> settings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    /* docs/decisions/0005-one-request-in-flight.md */
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return settings;
  }
}
