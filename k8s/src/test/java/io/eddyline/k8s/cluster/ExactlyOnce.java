package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What must hold of the rows when all is quiet: every acknowledged event is in them, once, by its
 * user and by its item. The rows are to be learnt without decay of popularity, which then is an
 * item's count of live pairs.
 */
final class ExactlyOnce {
  /** The settings under which the counts can be read from the rows. */
  static final Map<String, String> SETTINGS =
      Map.of("eddyline.learning.popularity-half-life", "1e15");

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final String TRAINED = "eddyline_learner_trained_events_total";

  private ExactlyOnce() {}

  /**
   * Waits until everything is learnt, and compares every count.
   *
   * @param learners all that run
   * @param load that has finished
   * @param about the run, for messages
   */
  static void awaitLearnt(
      EddylineCluster cluster, List<Tier> learners, EventLoad load, String about) {
    awaitLearnt(cluster, cluster.topics(), learners, load, about);
  }

  /**
   * As the other, of one model.
   *
   * @param topics as the model sees them
   */
  static void awaitLearnt(
      EddylineCluster cluster,
      TopicCatalogue topics,
      List<Tier> learners,
      EventLoad load,
      String about) {
    long distinct = load.acknowledged();
    await(about)
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              assertThat(trained(learners)).as("trained by the metric").isEqualTo(distinct);
              assertThat(read(cluster, topics).livePairs())
                  .as("live pairs of items")
                  .isEqualTo(distinct);
            });
    LearntRows rows = read(cluster, topics);
    assertThat(rows.trainedEvents()).as(about).isEqualTo(distinct);
    assertThat(rows.eventsOfUsers()).as(about).isEqualTo(load.eventsOfUsers());
    assertThat(rows.livePairsOfItems()).as(about).isEqualTo(load.eventsOfItems());
    assertThat(appliedEvents(rows))
        .as("%s: the last events that the users' rows have applied", about)
        .isEqualTo(lastEvents(cluster));
  }

  /** Distinct events in the rows that these processes own. */
  static long trained(List<Tier> learners) throws IOException {
    double sum = 0;
    for (Tier learner : learners) {
      sum += learner.metric(TRAINED);
    }
    return Math.round(sum);
  }

  private static LearntRows read(EddylineCluster cluster, TopicCatalogue topics) {
    return LearntRows.read(cluster.kafka(), topics);
  }

  private static Map<Integer, Long> appliedEvents(LearntRows rows) {
    Map<Integer, Long> applied = new TreeMap<>();
    for (RowProgress progress : rows.userProgress().values()) {
      progress
          .getAppliedSourceOffsetsMap()
          .forEach((partition, offset) -> applied.merge(partition, offset, Math::max));
    }
    return applied;
  }

  private static Map<Integer, Long> lastEvents(EddylineCluster cluster) {
    TopicSpec events = cluster.topics().events();
    List<TopicPartition> partitions =
        IntStream.range(0, events.partitions())
            .mapToObj(partition -> new TopicPartition(events.name(), partition))
            .toList();
    Map<Integer, Long> last = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            cluster.kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer
          .endOffsets(partitions)
          .forEach((partition, end) -> last.put(partition.partition(), end - 1));
    }
    return last;
  }
}
