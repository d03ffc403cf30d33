package io.eddyline.ingest.gateway;

import io.eddyline.ingest.event.EventCounters;
import io.eddyline.ingest.event.EventParser;
import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events}. Threading: event loops call it; the work happens on workers. */
final class EventsHandler implements Handler<RoutingContext> {
  private final RequestBody requestBody;
  private final EventParser parser;
  private final TopicCatalogue catalogue;
  private final KafkaPublisher publisher;
  private final EventCounters counters;
  private final InstantSource clock;

  EventsHandler(
      RequestBody requestBody,
      EventParser parser,
      TopicCatalogue catalogue,
      KafkaPublisher publisher,
      EventCounters counters,
      InstantSource clock) {
    this.requestBody = requestBody;
    this.parser = parser;
    this.catalogue = catalogue;
    this.publisher = publisher;
    this.counters = counters;
    this.clock = clock;
  }

  @Override
  public void handle(RoutingContext context) {
    String idempotencyKey = context.request().getHeader("Idempotency-Key");
    if (idempotencyKey != null && Identifiers.fault(idempotencyKey) != null) {
      throw new ProblemException(
          Problem.of(
              400,
              "invalid_idempotency_key",
              "Invalid Idempotency-Key",
              "Idempotency-Key " + Identifiers.fault(idempotencyKey)));
    }
    requestBody
        .onWorker(context, sent -> produce(sent, idempotencyKey))
        .onSuccess(answer -> Answers.accepted(context, answer))
        .onFailure(context::fail);
  }

  private Future<JsonObject> produce(List<SentRecord> sent, @Nullable String idempotencyKey) {
    long nowMs = clock.millis();
    EventBatch batch = new EventBatch(catalogue);
    sent.forEach(record -> batch.add(record, parser, nowMs, idempotencyKey));
    return publisher.publish(batch.records()).map(offsets -> acknowledged(batch, offsets));
  }

  private JsonObject acknowledged(EventBatch batch, SortedMap<Integer, Long> offsets) {
    batch.count(counters);
    if (batch.acceptedCount() == 0) {
      throw new ProblemException(RefusedRecord.allRefused(batch.refused()));
    }
    return new JsonObject()
        .put("accepted", batch.acceptedCount())
        .put("rejected", RefusedRecord.toJson(batch.refused()))
        .put("token", new EventToken(offsets).encode());
  }
}
