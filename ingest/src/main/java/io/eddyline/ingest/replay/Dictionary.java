package io.eddyline.ingest.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Strings by ordinal, in order of first appearance. Threading: one writer, then read only. */
final class Dictionary {
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final List<String> values = new ArrayList<>();

  int add(String value) {
    Integer known = ordinals.putIfAbsent(value, values.size());
    if (known != null) {
      return known;
    }
    values.add(value);
    return values.size() - 1;
  }

  String value(int ordinal) {
    return values.get(ordinal);
  }

  int size() {
    return values.size();
  }
}
