package io.eddyline.schemas.topic;

import java.util.Map;

/**
 * A topic as it should be.
 *
 * @param name full name in Kafka
 * @param key what its records are keyed by
 * @param about one phrase for people
 * @param partitions number of partitions
 * @param settings topic-level settings that differ from the broker's defaults
 */
public record TopicSpec(
    String name, String key, String about, int partitions, Map<String, String> settings) {
  public TopicSpec {
    settings = Map.copyOf(settings);
  }
}
