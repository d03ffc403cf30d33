package io.eddyline.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a user did with an item.
 *
 * @param eventId an event with an id that came before is not learnt again; null has ingest make one
 * @param type for instance {@code view} or {@code purchase}
 * @param timestamp RFC 3339 as a string, or milliseconds since the epoch as a number; null for now
 * @param value of a rating, or seconds of a dwell
 * @param recommendationId of the answer that the item was shown in
 * @param position in that answer, from 0
 */
public record Event(
    @Nullable String eventId,
    String userId,
    String itemId,
    String type,
    @Nullable Object timestamp,
    @Nullable Double value,
    @Nullable String sessionId,
    @Nullable String recommendationId,
    @Nullable Integer position,
    @Nullable Map<String, Object> properties) {

  /** An event of now. */
  public static Event of(String userId, String itemId, String type) {
    return new Event(null, userId, itemId, type, null, null, null, null, null, null);
  }

  /** The same event, brought about by a recommendation. */
  public Event from(String shownIn, int shownAt) {
    return new Event(
        eventId, userId, itemId, type, timestamp, value, sessionId, shownIn, shownAt, properties);
  }
}
