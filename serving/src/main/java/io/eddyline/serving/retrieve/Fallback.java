package io.eddyline.serving.retrieve;

import java.util.Locale;

/** Why an answer is not personal. The code is a promise. */
public enum Fallback {
  /** Neither the user nor any item of the session is known. */
  UNKNOWN_USER,
  /** The served version has no items yet. */
  NO_MODEL,
  /** The personal answer took too long. */
  DEADLINE;

  /** The stable code, for instance {@code unknown_user}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
