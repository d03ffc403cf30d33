package io.eddyline.schemas.error;

import org.jspecify.annotations.Nullable;

/** The root of every failure that crosses a component; its {@link Action} says what to do. */
public class EddylineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Action action;

  public EddylineException(Action action, String message) {
    this(action, message, null);
  }

  public EddylineException(Action action, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.action = action;
  }

  public Action action() {
    return action;
  }
}
