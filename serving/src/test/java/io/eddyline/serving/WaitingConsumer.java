package io.eddyline.serving;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;

/**
 * Waits a little when there is nothing, as a real one does, so that the thread that polls leaves
 * the processor to others; not under the monitor, which others want meanwhile.
 */
public class WaitingConsumer extends MockConsumer<byte[], byte[]> {
  /**
   * @param reset where a partition without a place begins: earliest, latest, none
   */
  public WaitingConsumer(String reset) {
    super(reset);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the wait is the part without it
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
    if (records.isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return records;
  }
}
