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
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Partitions that move between two processes, each the other's standby, lose and double nothing.
 */
final class StandbyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long SEED = 71;
  private static final int EVENTS = 600;
  private static final Map<String, String> SETTINGS =
      Map.of("threads", "1", "standby-replicas", "1", "commit-interval-ms", "50");

  private final TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("standby", 2, 2, 1));

  @TempDir Path folder;

  @Test
  void rowsThatWereActiveThenStandbyThenActiveAgainCountEveryEvent() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin, topics).apply();
      try (Interactions events = new Interactions(topics, broker.bootstrapServers(), SEED);
          LearnerProcess first = start(broker, "first")) {
        events.send(EVENTS);
        awaitTrained(events, first);

        try (LearnerProcess second = start(broker, "second")) {
          await().atMost(PATIENCE).until(() -> second.learner.trainedEvents() > 0);
          await().atMost(PATIENCE).until(() -> follows(first) && follows(second));
          assertThat(first.learner.trainedEvents()).isLessThan(EVENTS);
          events.send(EVENTS);
          awaitTrained(events, first, second);
        }

        awaitTrained(events, first);
        events.send(EVENTS);
        awaitTrained(events, first);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(
                            LearntRows.read(
                                    Map.of("bootstrap.servers", broker.bootstrapServers()), topics)
                                .eventsOfUsers())
                        .as("seed %d", SEED)
                        .isEqualTo(events.counts()));
      }
    }
  }

  private LearnerProcess start(EmbeddedBroker broker, String name) {
    return new LearnerProcess(topics, broker.bootstrapServers(), folder.resolve(name), SETTINGS);
  }

  private static boolean follows(LearnerProcess process) {
    return process.gauge("eddyline.learner.standby.stores") > 0
        && process.gauge("eddyline.learner.standby.lag.records") == 0;
  }

  private static void awaitTrained(Interactions events, LearnerProcess... processes) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long trained = 0;
              for (LearnerProcess process : processes) {
                trained += process.learner.trainedEvents();
              }
              return trained == events.sent();
            });
  }
}
