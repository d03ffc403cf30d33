package io.eddyline.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.topic.TopicAdmin.State;
import io.eddyline.schemas.topic.TopicAdmin.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
  private final TopicCatalogue catalogue = new TopicCatalogue(new TopicsConfig("shop", 6, 3, 3));

  @Test
  void takesATopicThatIsAsItShouldBe() {
    Status status = check(catalogue.userRows(), 6, 3, Map.of());
    assertThat(status.state()).isEqualTo(State.PRESENT);
    assertThat(status.detail()).isEmpty();
  }

  @Test
  void refusesAnotherPartitionCountAndSaysWhatToDo() {
    Status status = check(catalogue.events(), 4, 3, Map.of());
    assertThat(status.state()).isEqualTo(State.UNUSABLE);
    assertThat(status.detail())
        .contains("partitions 4, expected 6", "topics.user-partitions", "another topics.prefix");
  }

  @Test
  void refusesRowsThatWouldBeDeletedByAge() {
    Status status = check(catalogue.itemRows(), 3, 3, Map.of("cleanup.policy", "delete"));
    assertThat(status.state()).isEqualTo(State.UNUSABLE);
    assertThat(status.detail())
        .contains(
            "cleanup.policy delete, expected compact",
            "--entity-name shop-learner-item-rows-changelog",
            "--add-config cleanup.policy=compact");
  }

  @Test
  void refusesUpdatesThatWouldLeaveBeforeTheyAreApplied() {
    Status status = check(catalogue.itemUpdates(), 3, 3, Map.of("retention.ms", "604800000"));
    assertThat(status.state()).isEqualTo(State.UNUSABLE);
    assertThat(status.detail()).contains("retention.ms 604800000, expected -1");
  }

  @Test
  void refusesALogWhoseOldEventsWouldCountAsOldRecords() {
    Map<String, String> settings = Map.of("message.timestamp.type", "CreateTime");
    assertThat(check(catalogue.interactions(), 6, 3, settings).state()).isEqualTo(State.UNUSABLE);
    assertThat(check(catalogue.items(), 3, 3, settings).state()).isEqualTo(State.DIFFERENT);
  }

  @Test
  void warnsOfWhatAnOperatorMayHaveMeant() {
    assertThat(check(catalogue.events(), 6, 3, Map.of("retention.ms", "3600000")).detail())
        .isEqualTo("retention.ms 3600000, expected 604800000");
    Status fewer = check(catalogue.events(), 6, 1, Map.of("min.insync.replicas", "1"));
    assertThat(fewer.state()).isEqualTo(State.DIFFERENT);
    assertThat(fewer.detail())
        .isEqualTo("replicas 1, expected 3, min.insync.replicas 1, expected 2");
  }

  /** The topic in a cluster that has these settings instead of the catalogue's. */
  private Status check(TopicSpec spec, int partitions, int replicas, Map<String, String> instead) {
    Map<String, String> settings = new HashMap<>(spec.settings());
    settings.putAll(instead);
    List<Node> nodes =
        IntStream.range(0, replicas).mapToObj(id -> new Node(id, "broker", 9092)).toList();
    List<TopicPartitionInfo> infos =
        IntStream.range(0, partitions)
            .mapToObj(id -> new TopicPartitionInfo(id, nodes.getFirst(), nodes, nodes))
            .toList();
    Config config =
        new Config(
            settings.entrySet().stream()
                .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                .collect(Collectors.toList()));
    return new TopicCheck(catalogue.config().replicationFactor())
        .status(spec, new TopicDescription(spec.name(), false, infos), config);
  }
}
