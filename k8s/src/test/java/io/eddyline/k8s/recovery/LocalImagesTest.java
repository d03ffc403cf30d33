package io.eddyline.k8s.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.cluster.LearntRows;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.schemas.topic.TopicsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A learner that ended in good order goes on from the images in its folder, one that was killed
 * from Kafka; both count every event once.
 */
final class LocalImagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long SEED = 97;
  private static final int EVENTS = 600;
  private static final int IMAGES = 8;
  private static final Map<String, String> SETTINGS =
      Map.of("threads", "2", "commit-interval-ms", "50", "session-timeout-ms", "6000");

  private final TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("images", 2, 2, 1));

  @TempDir Path folder;

  @Test
  void aCleanRestartReadsNoLogAndAKilledOneReadsItAll() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Interactions events = new Interactions(topics, broker.bootstrapServers(), SEED)) {
      String servers = broker.bootstrapServers();
      new TopicAdmin(admin, topics).apply();
      Path killed = folder.resolve("killed");
      events.send(EVENTS);
      try (LearnerProcess process = start(servers, "learner")) {
        awaitLearnt(process, events);
        assertCounts(servers, events);
        copy(folder.resolve("learner"), killed);
      }
      assertThat(images("learner")).hasSize(IMAGES);

      assertThat(restoresWhenItGoesOn(servers, events, "learner")).isZero();
      assertThat(images("learner")).hasSize(IMAGES);

      // What a process finds whose folder is as a kill leaves it.
      assertThat(images("killed")).isEmpty();
      long all = restorable(servers);
      assertThat(restoresWhenItGoesOn(servers, events, "killed")).isEqualTo(all);

      // The first folder's images are behind what was learnt elsewhere meanwhile.
      long more = restorable(servers) - all;
      assertThat(restoresWhenItGoesOn(servers, events, "learner")).isEqualTo(more).isPositive();
      assertCounts(servers, events);
    }
  }

  @Test
  void topicsThatAreMadeAnewAreReadFromTheirBeginning() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Interactions events = new Interactions(topics, broker.bootstrapServers(), SEED)) {
      String servers = broker.bootstrapServers();
      new TopicAdmin(admin, topics).apply();
      events.send(EVENTS);
      try (LearnerProcess process = start(servers, "learner")) {
        awaitLearnt(process, events);
        assertCounts(servers, events);
      }
      assertThat(images("learner")).hasSize(IMAGES);
      List<String> names = topics.ofModel().stream().map(spec -> spec.name()).toList();
      admin.deleteTopics(names).all().get();
      admin.deleteConsumerGroups(List.of(topics.learnerApplicationId())).all().get();
      await()
          .atMost(PATIENCE)
          .until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
      new TopicAdmin(admin, topics).apply();

      try (LearnerProcess process = start(servers, "learner")) {
        awaitLearnt(process, events);
        assertThat(process.counter("eddyline.learner.repeated.records")).isZero();
        assertCounts(servers, events);
      }
    }
  }

  /* Learns more, and counts the records that tasks and replica restored before. */
  private long restoresWhenItGoesOn(String servers, Interactions events, String name) {
    events.send(EVENTS);
    try (LearnerProcess process = start(servers, name)) {
      awaitLearnt(process, events);
      assertCounts(servers, events);
      assertThat(images(name)).as("all tasks have begun").isEmpty();
      assertThat(process.counter("eddyline.learner.repeated.records")).isZero();
      return (long) process.counter("eddyline.learner.restored.records");
    }
  }

  /* Records that are restored where there are no images: the rows of items twice. */
  private long restorable(String servers) {
    return Stream.of(
            topics.userRows(),
            topics.itemRows(),
            topics.itemRows(),
            topics.userState(),
            topics.itemState())
        .mapToLong(log -> records(servers, log))
        .sum();
  }

  /* Committed records of a log. */
  private static long records(String servers, TopicSpec log) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, log.partitions())
              .mapToObj(partition -> new TopicPartition(log.name(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long count = 0;
      while (partitions.stream()
          .anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
        count += consumer.poll(Duration.ofMillis(100)).count();
      }
      return count;
    }
  }

  private LearnerProcess start(String servers, String name) {
    return new LearnerProcess(topics, servers, folder.resolve(name), SETTINGS);
  }

  private List<Path> images(String name) {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(file -> file.toString().endsWith(".image")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private void assertCounts(String servers, Interactions events) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              LearntRows rows = LearntRows.read(Map.of("bootstrap.servers", servers), topics);
              assertThat(rows.eventsOfUsers()).as("seed %d", SEED).isEqualTo(events.counts());
              assertThat(rows.livePairs()).as("seed %d", SEED).isEqualTo(events.sent());
            });
  }

  private static void awaitLearnt(LearnerProcess process, Interactions events) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                process.learner.trainedEvents() == events.sent()
                    && process.learner.leadEvents() == 0);
  }
}
