package io.eddyline.ingest.replay;

import io.eddyline.ingest.event.EventIds;
import java.nio.charset.StandardCharsets;

/** An event on its way, with an id that it has in every replay of the same file. */
public record ReplayEvent(String eventId, SourceEvent event) {

  /** The event at a place of the table; its id is a hash of file name, line and content. */
  static ReplayEvent at(EventTable events, int index) {
    SourceEvent event = events.get(index);
    String identity =
        String.join(
            "\0",
            events.file(index),
            Integer.toString(events.line(index)),
            event.userId(),
            event.itemId(),
            event.type(),
            Long.toString(event.timestampMs()));
    return new ReplayEvent(EventIds.hash(identity.getBytes(StandardCharsets.UTF_8)), event);
  }
}
