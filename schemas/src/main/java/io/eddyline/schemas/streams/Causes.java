package io.eddyline.schemas.streams;

import org.jspecify.annotations.Nullable;

/**
 * What is behind a failure of a stream thread, which Streams wraps several times.
 *
 * <p>Threading: stateless.
 */
public final class Causes {
  private Causes() {}

  /** The first {@link Error} of a failure and all its causes; null if there is none. */
  public static @Nullable Error error(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Error error) {
        return error;
      }
    }
    return null;
  }
}
