package io.eddyline.schemas.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's stock clients, but for the main consumers, which in the place of a failed thread's wait
 * for their turn.
 *
 * <p>Threading: thread-safe.
 */
public class StreamsClients implements KafkaClientSupplier {
  private final ReplacementDelay delay;

  /**
   * @param delay of the threads that are made from now on
   */
  public StreamsClients(ReplacementDelay delay) {
    this.delay = delay;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return LateConsumer.wrap(consumer(config), this::awaitStart);
  }

  /* The wait is the new thread's own, in its first polls: the others go on meanwhile. */
  private boolean awaitStart(Duration atMost) {
    long remainingNs = delay.remainingNs();
    LockSupport.parkNanos(Math.min(remainingNs, atMost.toNanos()));
    return remainingNs == 0;
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
