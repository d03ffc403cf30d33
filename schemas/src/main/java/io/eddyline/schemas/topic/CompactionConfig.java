package io.eddyline.schemas.topic;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How the learner's changelogs are compacted: what is not compacted yet is read at a restore, so
 * that smaller segments and an earlier cleaning make restores faster and the broker busier.
 */
public record CompactionConfig(
    @Setting(
            about = "Bytes of a segment; the newest segment is never compacted.",
            defaultValue = "67108864",
            min = 1_048_576,
            max = 1_073_741_824)
        int segmentBytes,
    @Setting(
            about = "Milliseconds after which a segment is closed even if it is not full.",
            defaultValue = "21600000",
            min = 60_000,
            max = 2_592_000_000L)
        long segmentMs,
    @Setting(
            about = "Share of a log that is not compacted from which on it is worth compacting.",
            defaultValue = "0.3",
            min = 0.01,
            max = 1)
        double minCleanableDirtyRatio,
    @Setting(
            about =
                "Milliseconds for which tombstones stay: longer than a snapshot builder or a"
                    + " standby may be away and still go on from where it was.",
            defaultValue = "86400000",
            min = 0,
            max = 2_592_000_000L)
        long deleteRetentionMs) {

  public CompactionConfig {
    Allowed.check(
        CompactionConfig.class,
        "topics.compaction",
        segmentBytes,
        segmentMs,
        minCleanableDirtyRatio,
        deleteRetentionMs);
  }

  /** The defaults. */
  public static CompactionConfig defaults() {
    return RecordSettings.defaults(CompactionConfig.class);
  }

  /** As settings of a topic. */
  Map<String, String> settings() {
    return Map.of(
        TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(segmentBytes),
        TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segmentMs),
        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, Double.toString(minCleanableDirtyRatio),
        TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(deleteRetentionMs));
  }
}
