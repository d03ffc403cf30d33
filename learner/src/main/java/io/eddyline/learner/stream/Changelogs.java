package io.eddyline.learner.stream;

import static io.eddyline.schemas.topic.AdminAnswer.await;

import io.eddyline.learner.image.ImageHeader;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * The learner's changelogs as Kafka had them when this process started: whether a place in one of
 * them, which a process of before wrote down, can be gone on from.
 *
 * <p>Threading: asked by the thread that starts the learner, before any task is; then read by all.
 */
final class Changelogs {
  /* Clocks of two processes may be apart. */
  private static final long CLOCK_TOLERANCE_MS = Duration.ofMinutes(1).toMillis();

  /**
   * One partition of one changelog.
   *
   * @param topicId tells the topic from one of the same name
   * @param start offset of the first record
   * @param end offset behind the last record
   * @param removalsMs milliseconds for which the log says of a key that it was removed
   */
  record Changelog(String topicId, long start, long end, long removalsMs) {}

  private volatile Map<TopicPartition, Changelog> known = Map.of();

  /**
   * Asks Kafka; the topics must exist.
   *
   * @param kafka client settings: servers, security
   */
  void ask(TopicCatalogue catalogue, Map<String, Object> kafka) {
    List<String> names =
        Stream.of(
                catalogue.userRows(),
                catalogue.itemRows(),
                catalogue.userState(),
                catalogue.itemState())
            .map(spec -> spec.name())
            .toList();
    Map<TopicPartition, Changelog> answer = new HashMap<>();
    try (Admin admin = Admin.create(kafka)) {
      Map<String, TopicDescription> topics = await(admin.describeTopics(names).allTopicNames());
      for (TopicDescription topic : topics.values()) {
        Map<TopicPartition, ListOffsetsResultInfo> starts =
            await(admin.listOffsets(offsets(topic, OffsetSpec.earliest())).all());
        Map<TopicPartition, ListOffsetsResultInfo> ends =
            await(admin.listOffsets(offsets(topic, OffsetSpec.latest())).all());
        long removalsMs = removalsMs(admin, topic.name());
        starts.forEach(
            (partition, start) -> {
              ListOffsetsResultInfo end = ends.get(partition);
              if (end != null) {
                answer.put(
                    partition,
                    new Changelog(
                        topic.topicId().toString(), start.offset(), end.offset(), removalsMs));
              }
            });
      }
    }
    know(answer);
  }

  private static Map<TopicPartition, OffsetSpec> offsets(TopicDescription topic, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    topic
        .partitions()
        .forEach(info -> asked.put(new TopicPartition(topic.name(), info.partition()), spec));
    return asked;
  }

  private static long removalsMs(Admin admin, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return await(admin.describeConfigs(List.of(resource)).all()).values().stream()
        .map(config -> config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG))
        .mapToLong(entry -> Long.parseLong(entry.value()))
        .findFirst()
        .orElse(0);
  }

  /** From now on these are the changelogs. */
  void know(Map<TopicPartition, Changelog> changelogs) {
    known = Map.copyOf(changelogs);
  }

  /** Id of a changelog's topic, empty if it is not known. */
  String topicId(TopicPartition log) {
    Changelog changelog = known.get(log);
    return changelog == null ? "" : changelog.topicId();
  }

  /**
   * Why an image cannot be gone on from, null if it can. What was removed since then must still be
   * said in the log, with half of that time to spare.
   */
  @Nullable String objection(ImageHeader image, long nowMs) {
    Changelog log = known.get(new TopicPartition(image.topic(), image.partition()));
    if (log == null || log.topicId().isEmpty()) {
      return "nothing is known of its changelog";
    }
    if (!log.topicId().equals(image.topicId())) {
      return "its changelog was made anew (topic id %s, expected %s)"
          .formatted(log.topicId(), image.topicId());
    }
    if (image.offset() >= log.end() || image.offset() + 1 < log.start()) {
      return "it stands at offset %d, its changelog has %d to %d"
          .formatted(image.offset(), log.start(), log.end() - 1);
    }
    long ageMs = nowMs - image.writtenAtMs();
    if (ageMs < -CLOCK_TOLERANCE_MS || ageMs > log.removalsMs() / 2) {
      return "it is %d s old, expected at most %d (half of delete.retention.ms)"
          .formatted(ageMs / 1000, log.removalsMs() / 2000);
    }
    return null;
  }
}
