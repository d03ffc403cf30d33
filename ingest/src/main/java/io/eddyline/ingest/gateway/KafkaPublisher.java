package io.eddyline.ingest.gateway;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of a request to Kafka.
 *
 * <p>What is acknowledged is written once, in the order sent. A request of which anything failed
 * has failed; its sender sends it again, and cleaning drops what had been written. A producer that
 * failed with anything but a passing error is replaced, since Kafka's producer may stay in an error
 * state for good.
 *
 * <p>Threading: thread-safe. {@link #publish} blocks up to {@code gateway.max-block-ms}, so it is
 * called on workers.
 */
final class KafkaPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);

  private final Supplier<Producer<byte[], byte[]>> factory;
  private final String offsetsOf;
  private final Duration closeTimeout;
  private Producer<byte[], byte[]> producer;
  private volatile @Nullable Producer<byte[], byte[]> broken;

  /**
   * Opens the first producer.
   *
   * @param offsetsOf the topic whose offsets {@link #publish} answers with
   */
  KafkaPublisher(
      Supplier<Producer<byte[], byte[]>> factory, String offsetsOf, Duration closeTimeout) {
    this.factory = factory;
    this.offsetsOf = offsetsOf;
    this.closeTimeout = closeTimeout;
    this.producer = factory.get();
  }

  /**
   * Sends records, at least one.
   *
   * @return partition to highest offset written there, once Kafka has acknowledged all of them
   */
  Future<SortedMap<Integer, Long>> publish(List<ProducerRecord<byte[], byte[]>> records) {
    Producer<byte[], byte[]> current = sound();
    PendingBatch batch = new PendingBatch(offsetsOf, records.size());
    try {
      for (ProducerRecord<byte[], byte[]> record : records) {
        if (batch.future().failed()) {
          break;
        }
        var _ = current.send(record, batch);
      }
    } catch (KafkaException | IllegalStateException e) {
      batch.fail(e);
    }
    return batch.future().onFailure(failure -> examine(current, failure));
  }

  @Override
  public synchronized void close() {
    producer.close(closeTimeout);
  }

  private void examine(Producer<byte[], byte[]> used, Throwable failure) {
    if (!(failure instanceof RetriableException || failure instanceof RecordTooLargeException)) {
      broken = used;
    }
  }

  private synchronized Producer<byte[], byte[]> sound() {
    if (producer.equals(broken)) {
      LOG.warn("the Kafka producer failed for good and is replaced");
      producer.close(Duration.ZERO);
      producer = factory.get();
    }
    return producer;
  }
}
