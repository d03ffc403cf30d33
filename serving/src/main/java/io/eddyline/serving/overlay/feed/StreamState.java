package io.eddyline.serving.overlay.feed;

/**
 * How a partition's rows come.
 *
 * <pre>
 *              a version is loaded              the log covers the stream's mark
 *   UNKNOWN ----------------------> CATCHING_UP --------------------------------> LIVE
 *                                        ^                                          |
 *                                        +------------------------------------------+
 *                          gap, other stream, silence, an older version is loaded
 * </pre>
 */
enum StreamState {
  /** No version asks for rows yet. */
  UNKNOWN,
  /** The row topic is read; the stream's rows apply, its watermarks are not believed. */
  CATCHING_UP,
  /** The stream alone brings everything. */
  LIVE;

  boolean mayBecome(StreamState next) {
    return switch (this) {
      case UNKNOWN, LIVE -> next == CATCHING_UP;
      case CATCHING_UP -> next == LIVE;
    };
  }
}
