package io.eddyline.schemas.serde;

import java.nio.charset.StandardCharsets;

/** Makes any Java string one that UTF-8 can hold. */
final class Utf8 {
  private Utf8() {}

  static String valid(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
