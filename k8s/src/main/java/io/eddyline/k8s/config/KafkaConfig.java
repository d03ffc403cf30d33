package io.eddyline.k8s.config;

import io.eddyline.schemas.config.Setting;
import java.util.HashMap;
import java.util.Map;

/** How every tier reaches Kafka. */
public record KafkaConfig(
    @Setting(
            about =
                "Brokers as host:port, comma-separated; standalone starts its own when it is"
                    + " empty.")
        String bootstrapServers,
    @Setting(
            about =
                "Client settings handed on as they are, for instance security.protocol and"
                    + " sasl.jaas.config; not printed.",
            secret = true)
        Map<String, String> properties) {
  public KafkaConfig {
    properties = Map.copyOf(properties);
  }

  /** The settings for Kafka's clients. */
  public Map<String, Object> clientSettings(String servers) {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put("bootstrap.servers", servers);
    return settings;
  }
}
