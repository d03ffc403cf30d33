package io.eddyline.schemas.error;

import org.jspecify.annotations.Nullable;

/** Bytes that are not what they should be. The only exception that a decoder throws. */
public final class FormatException extends EddylineException {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    this(message, null);
  }

  public FormatException(String message, @Nullable Throwable cause) {
    super(Action.RESYNC, message, cause);
  }
}
