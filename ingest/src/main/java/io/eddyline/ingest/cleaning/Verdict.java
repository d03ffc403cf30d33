package io.eddyline.ingest.cleaning;

import io.eddyline.ingest.event.Refusal;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Signal;

/** What becomes of one source record. */
sealed interface Verdict {
  /** The learner learns from it. */
  record Passed(Signal signal) implements Verdict {}

  /** It came before. */
  record Duplicate() implements Verdict {}

  /** It is sound and its user lives on another partition, which decides the rest. */
  record Misplaced(Event event) implements Verdict {}

  /** It goes to quarantine. */
  record Refused(Refusal refusal) implements Verdict {}
}
