package io.eddyline.serving.http;

import java.util.regex.Pattern;

/** Versions as clients write them: numbers from 1 in decimal. */
final class Versions {
  /** No version has this number. */
  static final long NONE = 0;

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private Versions() {}

  /** The version, or {@link #NONE} if {@code text} is none. */
  static long parse(String text) {
    return VERSION.matcher(text).matches() ? Long.parseLong(text) : NONE;
  }
}
