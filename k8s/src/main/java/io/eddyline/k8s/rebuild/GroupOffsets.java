package io.eddyline.k8s.rebuild;

import static io.eddyline.schemas.topic.AdminAnswer.await;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.topic.TopicSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Where a consumer group stands in a topic, and where it could stand, by partition.
 *
 * <p>Threading: as its admin client, thread-safe; every call waits for Kafka.
 */
final class GroupOffsets {
  private final Admin admin;
  private final String group;

  GroupOffsets(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /** Next offset to read of each partition that the group has committed. */
  Map<Integer, Long> committed(TopicSpec topic) {
    Map<Integer, Long> offsets = new TreeMap<>();
    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null && partition.topic().equals(topic.name())) {
                offsets.put(partition.partition(), offset.offset());
              }
            });
    return offsets;
  }

  /**
   * Sets the group's place in a topic.
   *
   * @throws EddylineException (STOP) if the group has members
   */
  void set(TopicSpec topic, Map<Integer, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
    offsets.forEach(
        (partition, offset) ->
            places.put(new TopicPartition(topic.name(), partition), new OffsetAndMetadata(offset)));
    try {
      await(admin.alterConsumerGroupOffsets(group, places).all());
    } catch (EddylineException e) {
      if (e.getCause() instanceof UnknownMemberIdException) {
        throw new EddylineException(
            Action.STOP,
            "learners of the application %s are running: stop them before a rebuild begins"
                .formatted(group),
            e);
      }
      throw e;
    }
  }

  /** One offset of each partition of a topic; where there is none to a time, -1. */
  Map<Integer, Long> find(TopicSpec topic, OffsetSpec place) {
    Map<TopicPartition, OffsetSpec> wanted =
        IntStream.range(0, topic.partitions())
            .boxed()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic.name(), partition), _ -> place));
    Map<TopicPartition, ListOffsetsResultInfo> found = await(admin.listOffsets(wanted).all());
    Map<Integer, Long> offsets = new TreeMap<>();
    found.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }
}
