package io.eddyline.ingest.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The records of one request between {@code send} and acknowledgement.
 *
 * <p>Threading: thread-safe; a worker sends, the producer's I/O thread acknowledges.
 */
final class PendingBatch implements Callback {
  private final String topic;
  private final Promise<SortedMap<Integer, Long>> promise = Promise.promise();
  private final SortedMap<Integer, Long> highestOffsets = new TreeMap<>();
  private int remaining;

  /**
   * A batch of {@code count} records, at least one.
   *
   * @param topic whose offsets are kept
   */
  PendingBatch(String topic, int count) {
    this.topic = topic;
    this.remaining = count;
  }

  /** Partition to highest offset, once all are acknowledged; or the first failure. */
  Future<SortedMap<Integer, Long>> future() {
    return promise.future();
  }

  void fail(Exception failure) {
    promise.tryFail(failure);
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure != null) {
      fail(failure);
    } else if (metadata != null && acknowledge(metadata) == 0) {
      promise.tryComplete(highestOffsets);
    }
  }

  private synchronized int acknowledge(RecordMetadata metadata) {
    if (metadata.topic().equals(topic) && metadata.hasOffset()) {
      highestOffsets.merge(metadata.partition(), metadata.offset(), Math::max);
    }
    return --remaining;
  }
}
