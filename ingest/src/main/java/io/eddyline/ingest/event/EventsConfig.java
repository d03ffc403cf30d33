package io.eddyline.ingest.event;

import static io.eddyline.schemas.record.Polarity.NEGATIVE;
import static io.eddyline.schemas.record.Polarity.NEUTRAL;
import static io.eddyline.schemas.record.Polarity.POSITIVE;

import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.config.Setting;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Which events are sound and what they weigh. Gateway and cleaning must have the same. */
public record EventsConfig(
    @Setting(
            about =
                "How far ahead of our clock an event's timestamp may be, in milliseconds; five"
                    + " minutes cover clocks that nobody looks after.",
            defaultValue = "300000",
            min = 0,
            max = EventsConfig.MAX_SPAN_MS)
        long clockSkewMs,
    @Setting(
            about =
                "How old an event may be when it arrives, in milliseconds; 0 is without bound, so"
                    + " that old data can be replayed.",
            defaultValue = "0",
            min = 0,
            max = EventsConfig.MAX_SPAN_MS)
        long latenessBoundMs,
    @Setting(
            about = "The largest rating; 10 covers the usual scales.",
            defaultValue = "10",
            min = 1,
            max = 1_000_000)
        double ratingMax,
    @Setting(
            about = "Seconds below which a dwell says nothing and is neutral.",
            defaultValue = "10",
            min = 0,
            max = 86_400)
        double dwellMinSeconds,
    @Setting(
            about =
                "Rules by event type; a rule for a built-in type replaces it, any other name adds a"
                    + " type.")
        Map<String, EventTypeRule> types) {

  /** Longest span of time that a setting may name: a hundred years. */
  static final long MAX_SPAN_MS = 100L * 365 * 24 * 3600 * 1000;

  /** A view is far weaker evidence than a click; this keeps it from drowning the clicks. */
  private static final double VIEW_WEIGHT = 0.25;

  /** Passing over an item says less than disliking it. */
  private static final double SKIP_WEIGHT = 0.5;

  private static final Map<String, EventTypeRule> BUILT_IN =
      Map.of(
          "view", new EventTypeRule(VIEW_WEIGHT, POSITIVE, false, ValueUse.FREE),
          "click", new EventTypeRule(1, POSITIVE, true, ValueUse.FREE),
          "like", new EventTypeRule(1, POSITIVE, true, ValueUse.FREE),
          "dislike", new EventTypeRule(1, NEGATIVE, true, ValueUse.FREE),
          "cart", new EventTypeRule(1, POSITIVE, true, ValueUse.FREE),
          "purchase", new EventTypeRule(1, POSITIVE, true, ValueUse.FREE),
          "rating", new EventTypeRule(1, POSITIVE, true, ValueUse.RATING),
          "dwell", new EventTypeRule(1, POSITIVE, true, ValueUse.DWELL),
          "impression", new EventTypeRule(1, NEUTRAL, false, ValueUse.FREE),
          "skip", new EventTypeRule(SKIP_WEIGHT, NEGATIVE, false, ValueUse.FREE));

  public EventsConfig {
    requireSpan("events.clock-skew-ms", clockSkewMs);
    requireSpan("events.lateness-bound-ms", latenessBoundMs);
    if (!(ratingMax >= 1 && ratingMax <= 1_000_000)) {
      throw new IllegalArgumentException(
          "events.rating-max %s: expected 1 to 1000000".formatted(ratingMax));
    }
    if (!(dwellMinSeconds >= 0 && dwellMinSeconds <= 86_400)) {
      throw new IllegalArgumentException(
          "events.dwell-min-seconds %s: expected 0 to 86400".formatted(dwellMinSeconds));
    }
    Map<String, EventTypeRule> effective = new TreeMap<>(BUILT_IN);
    effective.putAll(types);
    effective
        .keySet()
        .forEach(
            name -> {
              String fault = Identifiers.fault(name);
              if (fault != null) {
                throw new IllegalArgumentException("events.types: a name that " + fault);
              }
            });
    types = Collections.unmodifiableMap(effective);
  }

  /** The defaults. */
  public static EventsConfig defaults() {
    return new EventsConfig(300_000, 0, 10, 10, Map.of());
  }

  private static void requireSpan(String key, long spanMs) {
    if (spanMs < 0 || spanMs > MAX_SPAN_MS) {
      throw new IllegalArgumentException(
          "%s %d: expected 0 to %d".formatted(key, spanMs, MAX_SPAN_MS));
    }
  }
}
