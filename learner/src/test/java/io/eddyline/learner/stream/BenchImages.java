package io.eddyline.learner.stream;

import io.eddyline.learner.stream.Changelogs.Changelog;
import io.eddyline.learner.stream.TaskBench.Change;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A folder of images as a start finds it, beside logs as Kafka has them.
 *
 * @param folder of both tasks
 * @param topicId of every changelog
 * @param lostRecords that every changelog has no more, at its end
 * @param nowMs of the wall clock
 * @param processes false for a task that only restores, as a standby does
 */
record BenchImages(Path folder, String topicId, int lostRecords, long nowMs, boolean processes) {
  static final long REMOVALS_MS = 86_400_000;

  /** All as it was left. */
  static BenchImages in(Path folder) {
    return new BenchImages(folder, "id", 0, 1_700_000_000_000L, true);
  }

  BenchImages withTopicId(String otherId) {
    return new BenchImages(folder, otherId, lostRecords, nowMs, processes);
  }

  BenchImages withLostRecords(int lost) {
    return new BenchImages(folder, topicId, lost, nowMs, processes);
  }

  BenchImages later(long ms) {
    return new BenchImages(folder, topicId, lostRecords, nowMs + ms, processes);
  }

  BenchImages withoutProcessors() {
    return new BenchImages(folder, topicId, lostRecords, nowMs, false);
  }

  /** The parts with these images. */
  LearnerParts open(LearnerParts parts, List<Change> saved) {
    LocalImages images = new LocalImages(true, parts.stamp(), parts.nanoClock(), () -> nowMs);
    Map<String, Long> counts = new HashMap<>();
    for (String store : new String[] {"user-rows", "user-state", "item-rows", "item-state"}) {
      counts.put(store, 0L);
    }
    saved.forEach(change -> counts.merge(change.store(), 1L, Long::sum));
    Map<TopicPartition, Changelog> logs = new HashMap<>();
    counts.forEach(
        (store, count) ->
            logs.put(
                TaskBench.log(store),
                new Changelog(topicId, 0, Math.max(0, count - lostRecords), REMOVALS_MS)));
    images.changelogs().know(logs);
    return parts.with(images);
  }
}
