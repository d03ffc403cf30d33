package io.eddyline.k8s.bench;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Records of a topic that a consumer group has not committed. */
final class GroupLag {
  private GroupLag() {}

  /** As of now; {@link Long#MAX_VALUE} as long as the group has committed nothing of the topic. */
  static long of(Admin admin, String group, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, OffsetSpec> partitions =
        committed.keySet().stream()
            .filter(partition -> partition.topic().equals(topic))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    if (partitions.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(partitions).all().get();
    long lag = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
      OffsetAndMetadata position = committed.get(end.getKey());
      lag += end.getValue().offset() - (position == null ? 0 : position.offset());
    }
    return lag;
  }
}
