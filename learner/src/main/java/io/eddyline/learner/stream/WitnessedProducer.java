package io.eddyline.learner.stream;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's producer, of whose transactions {@link Transactions} hears how they end. */
final class WitnessedProducer extends KafkaProducer<byte[], byte[]> {
  private final Transactions transactions;

  WitnessedProducer(Map<String, Object> config, Transactions transactions) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.transactions = transactions;
  }

  @Override
  public void commitTransaction() {
    super.commitTransaction();
    transactions.committed();
  }

  @Override
  public void abortTransaction() {
    transactions.aborted();
    super.abortTransaction();
  }
}
