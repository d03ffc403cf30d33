package io.eddyline.schemas.topic;

import io.eddyline.schemas.config.Setting;
import java.util.regex.Pattern;

/** Names and sizes of the topics. Every tier of one deployment must have the same. */
public record TopicsConfig(
    @Setting(
            about = "Prefix of every topic, so that several models can share a cluster.",
            defaultValue = "eddyline")
        String prefix,
    @Setting(
            about =
                "Partitions of events, interactions and user rows: the most threads that the user"
                    + " side can use. Fixed once data is in the topics.",
            defaultValue = "4",
            min = 1,
            max = 4096)
        int userPartitions,
    @Setting(
            about =
                "Partitions of items, item updates and item rows: the most threads that the item"
                    + " side can use. Fixed once data is in the topics.",
            defaultValue = "4",
            min = 1,
            max = 4096)
        int itemPartitions,
    @Setting(
            about = "Replicas of every partition; 3 in production.",
            defaultValue = "1",
            min = 1,
            max = 15)
        int replicationFactor,
    CompactionConfig compaction) {

  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");

  public TopicsConfig {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "topics.prefix \"%s\": expected 1 to 64 of a-z A-Z 0-9 . _ -, first a letter or digit"
              .formatted(prefix));
    }
    requirePartitions("topics.user-partitions", userPartitions);
    requirePartitions("topics.item-partitions", itemPartitions);
  }

  /** With changelogs compacted as by default. */
  public TopicsConfig(
      String prefix, int userPartitions, int itemPartitions, int replicationFactor) {
    this(prefix, userPartitions, itemPartitions, replicationFactor, CompactionConfig.defaults());
  }

  private static void requirePartitions(String key, int count) {
    if (count < 1 || count > 4096) {
      throw new IllegalArgumentException("%s %d: expected 1 to 4096".formatted(key, count));
    }
  }
}
