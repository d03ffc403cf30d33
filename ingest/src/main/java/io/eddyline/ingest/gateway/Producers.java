package io.eddyline.ingest.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How the gateway's Kafka producers are set: idempotent, one request at a time to a broker,
 * acknowledged by all replicas.
 */
final class Producers {
  private Producers() {}

  /**
   * Producers for a gateway.
   *
   * @param kafka client settings of the deployment: servers, security
   */
  static Supplier<Producer<byte[], byte[]>> of(GatewayConfig config, Map<String, Object> kafka) {
    Map<String, Object> settings = settings(config, kafka);
    return () ->
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What they are told; nothing of the deployment's settings weakens it. */
  static Map<String, Object> settings(GatewayConfig config, Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    // A batch that a young partition refuses would have the ones behind it refused as out of order.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, config.lingerMs());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) config.maxBlockMs());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, config.deliveryTimeoutMs());
    settings.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        config.deliveryTimeoutMs() - config.lingerMs() - 1);
    return settings;
  }
}
