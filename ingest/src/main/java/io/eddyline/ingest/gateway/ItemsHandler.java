package io.eddyline.ingest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.ingest.event.Refusal;
import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicSpec;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue calls under {@code /v1/items}.
 *
 * <p>Threading: event loops call it; the work happens on workers.
 */
final class ItemsHandler {
  private final RequestBody requestBody;
  private final WorkerExecutor workers;
  private final TopicSpec items;
  private final KafkaPublisher publisher;
  private final InstantSource clock;

  ItemsHandler(
      RequestBody requestBody,
      WorkerExecutor workers,
      TopicSpec items,
      KafkaPublisher publisher,
      InstantSource clock) {
    this.requestBody = requestBody;
    this.workers = workers;
    this.items = items;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** {@code PUT /v1/items/{id}}. */
  void put(RoutingContext context) {
    String id = pathId(context);
    answer(context, requestBody.onWorker(context, sent -> produce(onlyOne(sent), id)));
  }

  /** {@code POST /v1/items}. */
  void post(RoutingContext context) {
    answer(context, requestBody.onWorker(context, sent -> produce(sent, null)));
  }

  /** {@code DELETE /v1/items/{id}}. */
  void delete(RoutingContext context) {
    String id = pathId(context);
    answer(
        context,
        workers
            .executeBlocking(() -> publish(List.of(record(id, null)), List.of()), false)
            .compose(Function.identity()));
  }

  private Future<JsonObject> produce(List<SentRecord> sent, @Nullable String pathId) {
    long nowMs = clock.millis();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    List<RefusedRecord> refused = new ArrayList<>();
    for (SentRecord record : sent) {
      JsonNode json = record.json();
      ItemParser.Outcome outcome =
          json == null
              ? new ItemParser.Outcome(null, record.refusal())
              : ItemParser.parse(json, pathId, nowMs);
      Item item = outcome.item();
      Refusal refusal = outcome.refusal();
      if (item != null) {
        records.add(record(item.getItemId(), RecordSerdes.ITEM.encode(item)));
      } else if (refusal != null) {
        refused.add(new RefusedRecord(record.index(), refusal));
      }
    }
    return records.isEmpty()
        ? Future.failedFuture(new ProblemException(RefusedRecord.allRefused(refused)))
        : publish(records, refused);
  }

  private Future<JsonObject> publish(
      List<ProducerRecord<byte[], byte[]>> records, List<RefusedRecord> refused) {
    return publisher
        .publish(records)
        .map(
            offsets ->
                new JsonObject()
                    .put("accepted", records.size())
                    .put("rejected", RefusedRecord.toJson(refused)));
  }

  private ProducerRecord<byte[], byte[]> record(String id, byte @Nullable [] value) {
    return new ProducerRecord<>(
        items.name(),
        Partitions.of(id, items.partitions()),
        id.getBytes(StandardCharsets.UTF_8),
        value);
  }

  private static void answer(RoutingContext context, Future<JsonObject> answer) {
    answer.onSuccess(json -> Answers.accepted(context, json)).onFailure(context::fail);
  }

  private static List<SentRecord> onlyOne(List<SentRecord> sent) {
    if (sent.size() != 1) {
      throw new ProblemException(
          Problem.unreadable("%d items in the body, expected one".formatted(sent.size())));
    }
    return sent;
  }

  private static String pathId(RoutingContext context) {
    String id = context.pathParam("id");
    String fault = id == null ? "is missing" : Identifiers.fault(id);
    if (id == null || fault != null) {
      throw new ProblemException(
          RefusedRecord.allRefused(
              List.of(
                  new RefusedRecord(
                      0,
                      new Refusal(
                          RejectionReason.INVALID_ID, "", "the item id in the path " + fault)))));
    }
    return id;
  }
}
