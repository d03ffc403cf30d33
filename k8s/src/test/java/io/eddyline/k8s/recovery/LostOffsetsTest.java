package io.eddyline.k8s.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.cluster.LearntRows;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner whose consumer group Kafka has forgotten goes on where its rows are. */
final class LostOffsetsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SEED = 91;
  private static final int EVENTS = 400;
  private static final Map<String, String> SETTINGS =
      Map.of("threads", "1", "commit-interval-ms", "50", "session-timeout-ms", "6000");

  private final TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("lost", 2, 2, 1));

  @TempDir Path folder;

  @Test
  void countsNoEventAgainWhenTheGroupsOffsetsAreGone() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Interactions events = new Interactions(topics, broker.bootstrapServers(), SEED)) {
      String servers = broker.bootstrapServers();
      new TopicAdmin(admin, topics).apply();
      events.send(EVENTS);
      try (LearnerProcess process = start(servers)) {
        awaitLearnt(process, events);
      }
      admin.deleteConsumerGroups(List.of(topics.learnerApplicationId())).all().get();

      events.send(EVENTS);

      try (LearnerProcess process = start(servers)) {
        awaitLearnt(process, events);
        assertThat(process.counter("eddyline.learner.repeated.records"))
            .isGreaterThanOrEqualTo(EVENTS);
        // what the user side has learnt and not sent yet is no lead
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(
                            LearntRows.read(Map.of("bootstrap.servers", servers), topics)
                                .livePairs())
                        .as("seed %d", SEED)
                        .isEqualTo(events.sent()));
      }
      assertThat(LearntRows.read(Map.of("bootstrap.servers", servers), topics).eventsOfUsers())
          .as("seed %d", SEED)
          .isEqualTo(events.counts());
    }
  }

  private LearnerProcess start(String servers) {
    return new LearnerProcess(topics, servers, folder.resolve("learner"), SETTINGS);
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
