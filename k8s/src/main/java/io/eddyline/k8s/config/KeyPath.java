package io.eddyline.k8s.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A key as its parts. A part that holds a dot stands in double quotes: {@code
 * eddyline.kafka.properties."security.protocol"}. Stateless; any thread.
 */
final class KeyPath {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  private KeyPath() {}

  /** The parts of a key, without their quotes. */
  static List<String> parts(String key) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < key.length(); at++) {
      char letter = key.charAt(at);
      if (letter == '\\' && quoted && at + 1 < key.length()) {
        at++;
        part.append(key.charAt(at));
      } else if (letter == '"') {
        quoted = !quoted;
      } else if (letter == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(letter);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** A part as it is written in a key: in quotes unless it is plain. */
  static String quoted(String part) {
    return PLAIN.matcher(part).matches()
        ? part
        : '"' + part.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
