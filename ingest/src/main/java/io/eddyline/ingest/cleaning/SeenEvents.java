package io.eddyline.ingest.cleaning;

import io.eddyline.schemas.record.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The ids of the events that came in, each with its user, remembered by arrival.
 *
 * <p>Arrival, not event time, counts: old data that is replayed is remembered like any other. Time
 * is cut into periods as long as the retention, and an id is stored under the period of its
 * arrival. Looking into the current and the last period takes two point reads (no scan) and
 * remembers an id for at least the retention, for less than twice as long.
 *
 * <pre>
 *   window store:  SHA-256(user id length, user id, event id)[0, 16)  @ start of period
 *                  ->  offset (8, big-endian), 1 if it counts in events-moved, else 0 (1)
 * </pre>
 *
 * <p>An entry says which record brought the id: the same record again, after a crash, is no
 * duplicate of itself.
 *
 * <p>Threading: one stream task.
 */
final class SeenEvents {
  /** The store's name, from which its changelog has its own. */
  static final String STORE = "seen-events";

  private static final int KEY_BYTES = 16;
  private static final int CLAIM_BYTES = Long.BYTES + 1;

  private final WindowStore<Bytes, byte[]> store;
  private final long periodMs;
  private final MessageDigest digest = sha256();

  SeenEvents(WindowStore<Bytes, byte[]> store, Duration retention) {
    this.store = store;
    this.periodMs = retention.toMillis();
  }

  static StoreBuilder<WindowStore<Bytes, byte[]>> storeBuilder(Duration retention) {
    return Stores.windowStoreBuilder(
        Stores.persistentWindowStore(STORE, retention.multipliedBy(2), retention, false),
        Serdes.Bytes(),
        Serdes.ByteArray());
  }

  /**
   * Notes an event for the record that brings it.
   *
   * @param offset of the record
   * @param moved whether the offset counts in events-moved
   * @return false if another record brought it before
   */
  boolean claim(Event event, long arrivalMs, long offset, boolean moved) {
    Bytes key = key(event);
    byte[] claim =
        ByteBuffer.allocate(CLAIM_BYTES).putLong(offset).put((byte) (moved ? 1 : 0)).array();
    long periodStartMs = arrivalMs - Math.floorMod(arrivalMs, periodMs);
    byte[] claimed = store.fetch(key, periodStartMs);
    if (claimed == null && periodStartMs >= periodMs) {
      claimed = store.fetch(key, periodStartMs - periodMs);
    }
    if (claimed != null) {
      return Arrays.equals(claimed, claim);
    }
    store.put(key, claim, periodStartMs);
    return true;
  }

  private Bytes key(Event event) {
    byte[] user = event.getUserId().getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, user.length));
    digest.update(user);
    digest.update(event.getEventId().getBytes(StandardCharsets.UTF_8));
    return Bytes.wrap(Arrays.copyOf(digest.digest(), KEY_BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
