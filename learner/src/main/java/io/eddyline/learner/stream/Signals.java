package io.eddyline.learner.stream;

import io.eddyline.learner.train.Polarity;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Signal;

/** What the learner makes of the signal of an interaction. */
final class Signals {
  private Signals() {}

  /** Whether anything can be learnt of it; otherwise see {@link #fault}. */
  static boolean isSound(Signal signal) {
    return !signal.getUserId().isEmpty()
        && !signal.getItemId().isEmpty()
        && signal.getWeight() > 0
        && Float.isFinite(signal.getWeight())
        && Double.isFinite(signal.getValue());
  }

  /** Why nothing can be learnt of a signal that is not sound. */
  static RejectionReason reason(Signal signal) {
    return signal.getUserId().isEmpty() || signal.getItemId().isEmpty()
        ? RejectionReason.INVALID_ID
        : RejectionReason.INVALID_VALUE;
  }

  /** Says what was seen and what was expected. */
  static String fault(Signal signal) {
    return "user \"%s\", item \"%s\", weight %s, value %s: expected two ids, a weight above 0, finite"
        .formatted(signal.getUserId(), signal.getItemId(), signal.getWeight(), signal.getValue());
  }

  static Polarity polarity(Signal signal) {
    return switch (signal.getPolarity()) {
      case NEGATIVE -> Polarity.NEGATIVE;
      case NEUTRAL -> Polarity.NEUTRAL;
      case POSITIVE, POLARITY_UNSPECIFIED, UNRECOGNIZED -> Polarity.POSITIVE;
    };
  }
}
