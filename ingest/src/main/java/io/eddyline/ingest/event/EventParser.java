package io.eddyline.ingest.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event from the JSON object of {@code POST /v1/events}. Unknown fields are allowed and not
 * kept.
 *
 * <p>Threading: immutable.
 */
public final class EventParser {
  private final EventRules rules;

  public EventParser(EventsConfig config) {
    this.rules = new EventRules(config);
  }

  /**
   * Reads one event.
   *
   * @param nowMs the time of arrival, which is also the event's own if it gives none
   * @param idempotencyKey of the request, if it has one
   * @param index of the event in the request
   */
  public Parsed parse(JsonNode json, long nowMs, @Nullable String idempotencyKey, int index) {
    if (!json.isObject()) {
      return new Parsed.Refused(
          Refusal.whole(
              RejectionReason.UNREADABLE,
              "event is %s, expected an object".formatted(JsonFields.article(json))),
          "");
    }
    JsonFields fields = new JsonFields(json);
    Event event = read(json, fields, nowMs, idempotencyKey, index);
    Refusal fault = fields.fault();
    if (fault == null) {
      fault = rules.fault(event, nowMs);
    }
    return fault == null ? new Parsed.Sound(event) : new Parsed.Refused(fault, event.getUserId());
  }

  private static Event read(
      JsonNode json, JsonFields fields, long nowMs, @Nullable String idempotencyKey, int index) {
    Event.Builder event =
        Event.newBuilder()
            .setUserId(fields.requiredText("user_id"))
            .setItemId(fields.requiredText("item_id"))
            .setType(fields.requiredText("type"));
    Long timestampMs = fields.timestampMs("timestamp");
    event.setTimestampMs(timestampMs == null ? nowMs : timestampMs);
    String eventId = fields.text("event_id");
    event.setEventId(
        eventId == null
            ? EventIds.derive(json, timestampMs != null, idempotencyKey, index)
            : eventId);
    Double value = fields.number("value");
    if (value != null) {
      event.setValue(value);
    }
    String sessionId = fields.text("session_id");
    if (sessionId != null) {
      event.setSessionId(sessionId);
    }
    String recommendationId = fields.text("recommendation_id");
    if (recommendationId != null) {
      event.setRecommendationId(recommendationId);
    }
    Integer position = fields.count("position");
    if (position != null) {
      event.setPosition(position);
    }
    JsonNode properties = fields.object("properties");
    if (properties != null) {
      event.setPropertiesJson(properties.toString());
    }
    return event.build();
  }
}
