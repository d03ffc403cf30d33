package io.eddyline.ingest.event;

import io.eddyline.schemas.error.RejectionReason;

/**
 * Why something was not taken.
 *
 * @param pointer JSON pointer of the fault within the record; empty for the record as a whole
 * @param detail one sentence: what was seen, what was expected
 */
public record Refusal(RejectionReason reason, String pointer, String detail) {
  private static final int MAX_SHOWN_CHARS = 60;

  static Refusal whole(RejectionReason reason, String detail) {
    return new Refusal(reason, "", detail);
  }

  /** The fault of one field; the sentence begins with its name. */
  public static Refusal field(RejectionReason reason, String field, String phrase) {
    return new Refusal(reason, "/" + field, field + " " + phrase);
  }

  public String code() {
    return reason.code();
  }

  /** A value from outside, quoted and cut to a length that is fit for a message. */
  public static String shown(String value) {
    return value.length() <= MAX_SHOWN_CHARS
        ? "\"" + value + "\""
        : "\"" + value.substring(0, MAX_SHOWN_CHARS) + "…\"";
  }
}
