package io.eddyline.serving.overlay;

import java.util.Locale;

/** Whose rows. */
public enum Side {
  USER,
  ITEM;

  /** The value of the tag {@code side} of meters. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
