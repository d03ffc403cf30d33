package io.eddyline.learner.stream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The last value of each key of a changelog, as bytes: what compaction leaves of it, in the order
 * in which the keys came first.
 *
 * <p>A standby follows its log in one of these, at about the size of the rows themselves. Who makes
 * rows of it takes the values out one by one, so that rows and image together stay near the size of
 * one of them.
 *
 * <p>Threading: one thread at a time.
 */
final class LogImage {
  private final Map<Bytes, byte @Nullable []> values = new LinkedHashMap<>();
  private boolean hasBase;

  /** It is laid over something that has keys of its own: removals are values as well, null. */
  void layOver() {
    hasBase = true;
  }

  /** The key's value from now on; null removes it. */
  void put(byte[] key, byte @Nullable [] value) {
    if (value == null && !hasBase) {
      values.remove(Bytes.wrap(key));
    } else {
      values.put(Bytes.wrap(key), value);
    }
  }

  /** Takes a value out; null if there is none. */
  byte @Nullable [] take(byte[] key) {
    return values.remove(Bytes.wrap(key));
  }

  /** Where {@link #drain} puts a key and its value, null for a removal. */
  interface Taker {
    void take(byte[] key, byte @Nullable [] value);
  }

  /** Takes all values out; each is out before it is handed over. Then there is no base any more. */
  void drain(Taker taker) {
    for (Iterator<Map.Entry<Bytes, byte @Nullable []>> all = values.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Bytes, byte @Nullable []> next = all.next();
      all.remove();
      taker.take(next.getKey().get(), next.getValue());
    }
    hasBase = false;
  }

  /** Keys that have a value. */
  int size() {
    return values.size();
  }

  void clear() {
    values.clear();
  }
}
