package io.eddyline.schemas.topic;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as it should be.
 *
 * @param name full name in Kafka
 * @param key what its records are keyed by
 * @param about one phrase for people
 * @param partitions number of partitions
 * @param settings topic-level settings that differ from the broker's defaults, or must not
 */
public record TopicSpec(
    String name, String key, String about, int partitions, Map<String, String> settings) {
  /** A retention that keeps everything. */
  static final String WITHOUT_LIMIT = "-1";

  public TopicSpec {
    settings = Map.copyOf(settings);
  }

  /**
   * Whether another value of this setting loses data: rows that are deleted by age instead of
   * compacted, a log that is compacted, records that count as old because their event is, updates
   * that leave before they are applied. A log's retention is the operator's to choose.
   */
  boolean isVital(String setting) {
    return switch (setting) {
      case TopicConfig.CLEANUP_POLICY_CONFIG -> true;
      case TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG ->
          TopicConfig.CLEANUP_POLICY_DELETE.equals(settings.get(TopicConfig.CLEANUP_POLICY_CONFIG));
      case TopicConfig.RETENTION_MS_CONFIG -> WITHOUT_LIMIT.equals(settings.get(setting));
      default -> false;
    };
  }
}
