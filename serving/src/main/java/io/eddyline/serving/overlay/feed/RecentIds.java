package io.eddyline.serving.overlay.feed;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Ids as strings, mostly the same string for the same id: the items of a history come again with
 * each row of a user, and in the histories of others. A table with one place for each hash; the id
 * that came last keeps it.
 *
 * <p>Threading: the overlay agent.
 */
final class RecentIds {
  private static final int PLACES = 1 << 14;

  private final @Nullable Entry[] entries = new Entry[PLACES];

  @SuppressWarnings("ArrayRecordComponent") // compared by hand
  private record Entry(byte[] utf8, String id) {
    boolean isOf(DirectBuffer bytes) {
      if (utf8.length != bytes.capacity()) {
        return false;
      }
      for (int k = 0; k < utf8.length; k++) {
        if (utf8[k] != bytes.getByte(k)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The id in UTF-8, all bytes of the buffer. */
  String id(DirectBuffer utf8) {
    int place = place(utf8);
    Entry known = entries[place];
    if (known != null && known.isOf(utf8)) {
      return known.id();
    }
    byte[] own = new byte[utf8.capacity()];
    utf8.getBytes(0, own);
    Entry entry = new Entry(own, new String(own, StandardCharsets.UTF_8));
    entries[place] = entry;
    return entry.id();
  }

  private static int place(DirectBuffer bytes) {
    int hash = 1;
    for (int k = 0; k < bytes.capacity(); k++) {
      hash = 31 * hash + bytes.getByte(k);
    }
    return (hash ^ hash >>> 16) & PLACES - 1;
  }
}
