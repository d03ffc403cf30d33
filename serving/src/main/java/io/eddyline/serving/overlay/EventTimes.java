package io.eddyline.serving.overlay;

/**
 * The way of the event that a row brings, of several the one that waited longest, in milliseconds
 * since 1970; 0 where it is not known.
 *
 * @param appendedAtMs when the event was appended to its source topic
 * @param cleanedAtMs when its interaction was appended
 * @param trainedAtMs when it was trained
 */
public record EventTimes(long appendedAtMs, long cleanedAtMs, long trainedAtMs) {
  /** Nothing is known. */
  public static final EventTimes UNKNOWN = new EventTimes(0, 0, 0);
}
