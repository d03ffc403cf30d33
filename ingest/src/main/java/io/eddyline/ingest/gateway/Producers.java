package io.eddyline.ingest.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the gateway's Kafka producers are set: idempotent, acknowledged by all replicas. */
final class Producers {
  private Producers() {}

  /**
   * Producers for a gateway.
   *
   * @param kafka client settings of the deployment: servers, security
   */
  static Supplier<Producer<byte[], byte[]>> of(GatewayConfig config, Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, config.lingerMs());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) config.maxBlockMs());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, config.deliveryTimeoutMs());
    settings.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        config.deliveryTimeoutMs() - config.lingerMs() - 1);
    return () ->
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
