package io.eddyline.schemas.error;

/** What the owner of a failed operation does next. */
public enum Action {
  /** The same call may succeed in a moment. */
  RETRY,
  /** What was received is not usable; fetch it again from the log. */
  RESYNC,
  /** The component's state is suspect; start it again. */
  RESTART,
  /** Going on would do harm; a person has to look. */
  STOP
}
