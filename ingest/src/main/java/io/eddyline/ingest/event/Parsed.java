package io.eddyline.ingest.event;

import io.eddyline.schemas.record.Event;

/** What became of one event as sent. */
public sealed interface Parsed {
  /** It is sound. */
  record Sound(Event event) implements Parsed {}

  /**
   * It is not.
   *
   * @param userId as far as it was readable, else empty
   */
  record Refused(Refusal refusal, String userId) implements Parsed {}
}
