package io.eddyline.ingest.event;

import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules that every event passes twice: in the gateway, where its sender can be told, and in
 * cleaning, since producers may write to Kafka without a gateway.
 *
 * <p>Threading: immutable.
 */
public final class EventRules {
  private final EventsConfig config;

  public EventRules(EventsConfig config) {
    this.config = config;
  }

  /**
   * The first fault of an event.
   *
   * @param nowMs when it arrived; the clock that its timestamp is held against
   * @return null if the event is sound
   */
  public @Nullable Refusal fault(Event event, long nowMs) {
    Refusal fault = ids(event);
    if (fault != null) {
      return fault;
    }
    EventTypeRule rule = config.types().get(event.getType());
    if (rule == null) {
      return event.getType().isEmpty()
          ? Refusal.field(RejectionReason.MISSING_FIELD, "type", "is missing")
          : Refusal.field(
              RejectionReason.UNKNOWN_TYPE,
              "type",
              "%s is not one of %s"
                  .formatted(
                      Refusal.shown(event.getType()), String.join(", ", config.types().keySet())));
    }
    fault = time(event.getTimestampMs(), nowMs);
    return fault != null ? fault : value(event, rule);
  }

  /**
   * What a sound event says to the learner.
   *
   * @param share of its weight that is left, above 0, at most 1
   */
  public Signal signal(Event event, double share) {
    EventTypeRule rule = config.types().get(event.getType());
    if (rule == null) {
      throw new IllegalArgumentException("event of unknown type " + event.getType());
    }
    Signal.Builder signal =
        Signal.newBuilder()
            .setUserId(event.getUserId())
            .setItemId(event.getItemId())
            .setType(event.getType())
            .setWeight((float) (rule.weight() * share))
            .setPolarity(rule.polarity())
            .setMarksSeen(rule.marksSeen())
            .setIsRating(rule.value() == ValueUse.RATING)
            .setEventTimeMs(event.getTimestampMs());
    if (event.hasValue()) {
      signal.setValue(event.getValue());
    }
    if (event.hasRecommendationId()) {
      signal.setRecommendationId(event.getRecommendationId());
    }
    if (event.hasPosition()) {
      signal.setPosition(event.getPosition());
    }
    if (rule.value() == ValueUse.DWELL && event.getValue() < config.dwellMinSeconds()) {
      signal.setPolarity(Polarity.NEUTRAL).setMarksSeen(false);
    }
    return signal.build();
  }

  private static @Nullable Refusal ids(Event event) {
    Refusal fault = id("user_id", event.getUserId(), true);
    fault = fault != null ? fault : id("item_id", event.getItemId(), true);
    fault = fault != null ? fault : id("event_id", event.getEventId(), true);
    fault = fault != null ? fault : id("session_id", event.getSessionId(), event.hasSessionId());
    return fault != null
        ? fault
        : id("recommendation_id", event.getRecommendationId(), event.hasRecommendationId());
  }

  private static @Nullable Refusal id(String field, String id, boolean present) {
    String fault = present ? Identifiers.fault(id) : null;
    return fault == null ? null : Refusal.field(RejectionReason.INVALID_ID, field, fault);
  }

  private @Nullable Refusal time(long timestampMs, long nowMs) {
    if (timestampMs < 0 || timestampMs > Timestamps.MAX_MS) {
      return Refusal.field(
          RejectionReason.INVALID_TIMESTAMP,
          "timestamp",
          "is %d ms, expected 0 to %d".formatted(timestampMs, Timestamps.MAX_MS));
    }
    if (timestampMs - nowMs > config.clockSkewMs()) {
      return Refusal.field(
          RejectionReason.FUTURE_TIMESTAMP,
          "timestamp",
          "%s is %d ms ahead of our clock, expected at most %d"
              .formatted(
                  Instant.ofEpochMilli(timestampMs), timestampMs - nowMs, config.clockSkewMs()));
    }
    if (config.latenessBoundMs() > 0 && nowMs - timestampMs > config.latenessBoundMs()) {
      return Refusal.field(
          RejectionReason.TOO_LATE,
          "timestamp",
          "%s is %d ms old, expected at most %d"
              .formatted(
                  Instant.ofEpochMilli(timestampMs),
                  nowMs - timestampMs,
                  config.latenessBoundMs()));
    }
    return null;
  }

  private @Nullable Refusal value(Event event, EventTypeRule rule) {
    if (!event.hasValue()) {
      return rule.value() == ValueUse.FREE
          ? null
          : Refusal.field(
              RejectionReason.INVALID_VALUE,
              "value",
              "is missing, but the type %s needs it".formatted(event.getType()));
    }
    double value = event.getValue();
    double max = rule.value() == ValueUse.RATING ? config.ratingMax() : Double.MAX_VALUE;
    double min = rule.value() == ValueUse.FREE ? -Double.MAX_VALUE : 0;
    if (value >= min && value <= max) {
      return null;
    }
    return Refusal.field(
        RejectionReason.INVALID_VALUE,
        "value",
        switch (rule.value()) {
          case FREE -> "is %s, expected a finite number".formatted(value);
          case RATING -> "is %s, expected a rating of 0 to %s".formatted(value, max);
          case DWELL -> "is %s, expected seconds, 0 or more".formatted(value);
        });
  }
}
