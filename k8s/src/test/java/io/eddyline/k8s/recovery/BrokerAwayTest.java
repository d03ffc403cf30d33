package io.eddyline.k8s.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.broker.ClusterNode;
import io.eddyline.k8s.broker.ClusterNode.Voter;
import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.cluster.LearntRows;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is away for longer than every timeout, and then back at its place. */
@Tag("slow")
final class BrokerAwayTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  /* Twice the longest timeout below. */
  private static final Duration AWAY = Duration.ofSeconds(12);
  private static final long SEED = 81;
  private static final int EVENTS = 500;
  /* Far shorter than the defaults. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "threads", "1",
          "commit-interval-ms", "50",
          "session-timeout-ms", "6000",
          "recovery.task-timeout-ms", "5000",
          "recovery.delivery-timeout-ms", "4000",
          "recovery.transaction-timeout-ms", "4000");

  private final TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("away", 2, 2, 1));

  @TempDir Path folder;

  @Test
  void theLearnerResumesByItself() throws IOException {
    ClusterNode node =
        new ClusterNode(
            1, freePort(), List.of(new Voter(1, freePort())), Uuid.randomUuid().toString());
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), node);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin, topics).apply();
    }
    String servers = broker.bootstrapServers();
    try (Interactions events = new Interactions(topics, servers, SEED);
        LearnerProcess process =
            new LearnerProcess(topics, servers, folder.resolve("learner"), SETTINGS)) {
      events.send(EVENTS);
      await().atMost(PATIENCE).until(() -> process.learner.trainedEvents() > 0);
      broker.close();
      long goneNs = System.nanoTime();
      await().atMost(PATIENCE).until(() -> System.nanoTime() - goneNs > AWAY.toNanos());

      broker = EmbeddedBroker.start(folder.resolve("broker"), node);
      events.send(EVENTS);

      await().atMost(PATIENCE).until(() -> process.learner.trainedEvents() == events.sent());
      assertThat(process.learner.failure()).isNotDone();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          LearntRows.read(Map.of("bootstrap.servers", servers), topics)
                              .eventsOfUsers())
                      .as("seed %d", SEED)
                      .isEqualTo(events.counts()));
    } finally {
      broker.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
