package io.eddyline.schemas.error;

import java.util.Locale;

/** Why a record was refused. The code is a promise: it is answered, quarantined and counted. */
public enum RejectionReason {
  /** Not JSON, not an object, or not the expected Protobuf record. */
  UNREADABLE,
  /** A required field is absent. */
  MISSING_FIELD,
  /** A field has the wrong JSON type. */
  INVALID_FIELD,
  /** An id is empty, longer than 256 bytes in UTF-8, or not valid Unicode. */
  INVALID_ID,
  /** An event type that is not configured. */
  UNKNOWN_TYPE,
  /** A timestamp that is neither RFC 3339 nor epoch milliseconds. */
  INVALID_TIMESTAMP,
  /** Further in the future than the clock skew allows. */
  FUTURE_TIMESTAMP,
  /** Older than the lateness bound. */
  TOO_LATE,
  /** A rating or dwell whose value is missing or out of range. */
  INVALID_VALUE,
  /** A record that is larger than the limit. */
  TOO_LARGE,
  /** A user's event on a partition that is not the user's. */
  WRONG_PARTITION,
  /** A record at which the learner's step failed. */
  UNTRAINABLE;

  /** The stable code, for instance {@code unknown_type}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
