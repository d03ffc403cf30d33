package io.eddyline.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
  private final TopicCatalogue catalogue = new TopicCatalogue(new TopicsConfig("shop", 6, 3, 1));

  @Test
  void everyTopicCarriesThePrefixOnce() {
    assertThat(catalogue.all())
        .extracting(TopicSpec::name)
        .allMatch(name -> name.startsWith("shop.") || name.startsWith("shop-learner-"))
        .doesNotHaveDuplicates();
  }

  @Test
  void topicsOfOneSideShareTheirPartitions() {
    assertThat(catalogue.events().partitions())
        .isEqualTo(catalogue.movedEvents().partitions())
        .isEqualTo(catalogue.interactions().partitions())
        .isEqualTo(catalogue.userRows().partitions())
        .isEqualTo(6);
    assertThat(catalogue.items().partitions())
        .isEqualTo(catalogue.itemUpdates().partitions())
        .isEqualTo(catalogue.itemRows().partitions())
        .isEqualTo(3);
  }

  @Test
  void timestampsAreLogAppendTimeSoThatOldDataIsKept() {
    assertThat(catalogue.all())
        .allSatisfy(
            topic ->
                assertThat(topic.settings())
                    .containsEntry("message.timestamp.type", "LogAppendTime"));
  }

  @Test
  void rowsAreCompactedAndRepartitionedUpdatesKeptUntilCommitted() {
    assertThat(catalogue.userRows().settings()).containsEntry("cleanup.policy", "compact");
    assertThat(catalogue.itemUpdates().settings()).containsEntry("retention.ms", "-1");
  }

  @Test
  void modelsShareWhatComesInAndKeepApartWhatTheyLearn() {
    TopicCatalogue next = new TopicCatalogue(catalogue.config(), "next");
    assertThat(next.ofModel())
        .extracting(TopicSpec::name)
        .allMatch(name -> name.startsWith("shop-learner-next-"))
        .doesNotContainAnyElementsOf(catalogue.all().stream().map(TopicSpec::name).toList());
    assertThat(next.all()).containsAll(next.ofModel());
    assertThat(next.all().stream().filter(topic -> !next.ofModel().contains(topic)))
        .isEqualTo(
            catalogue.all().stream()
                .filter(topic -> !catalogue.ofModel().contains(topic))
                .toList());
    assertThat(next.learnerApplicationId()).isEqualTo("shop-learner-next");
    assertThat(new TopicCatalogue(catalogue.config(), "main").learnerApplicationId())
        .isEqualTo("shop-learner");
  }

  @Test
  void anAcknowledgedRecordIsOnTwoReplicasWhereThereAreThree() {
    TopicCatalogue safe = new TopicCatalogue(new TopicsConfig("shop", 6, 3, 3));
    assertThat(safe.all())
        .allMatch(topic -> "2".equals(topic.settings().get("min.insync.replicas")));
    assertThat(catalogue.all())
        .noneMatch(topic -> topic.settings().containsKey("min.insync.replicas"))
        .allMatch(topic -> "false".equals(topic.settings().get("unclean.leader.election.enable")));
  }

  @Test
  void changelogsAreCompactedAsConfigured() {
    CompactionConfig compaction = new CompactionConfig(1 << 20, 60_000, 0.5, 7_000);
    TopicCatalogue configured = new TopicCatalogue(new TopicsConfig("shop", 6, 3, 1, compaction));

    assertThat(configured.userState().settings())
        .containsEntry("segment.bytes", "1048576")
        .containsEntry("segment.ms", "60000")
        .containsEntry("min.cleanable.dirty.ratio", "0.5")
        .containsEntry("delete.retention.ms", "7000");
    assertThat(configured.snapshots().settings()).doesNotContainKey("segment.ms");
  }

  @Test
  void refusesAPrefixThatKafkaWouldRefuse() {
    assertThatThrownBy(() -> new TopicsConfig("my shop", 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topics.prefix \"my shop\"");
  }
}
