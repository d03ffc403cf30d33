package io.eddyline.serving.overlay.feed;

import java.util.Locale;

/** Why a partition's row topic is read. */
enum CatchUpReason {
  /** The first version was loaded. */
  START,
  /** Numbers of the stream are missing, or a piece of the log. */
  GAP,
  /** A task began anew, here or elsewhere. */
  NEW_STREAM,
  /** The image of the stream was lost. */
  LOST_IMAGE,
  /** Nothing was heard for a while. */
  SILENCE,
  /** A version was loaded that is older than all before. */
  OLDER_VERSION;

  /** As a tag of meters. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
