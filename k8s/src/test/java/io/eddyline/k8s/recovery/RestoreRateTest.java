package io.eddyline.k8s.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long a learner takes from its start until it trains, against a bare consumer of the same log
 * in the same run: the table of docs/benchmarks.md. A learner without rows says what the start
 * costs by itself.
 */
@Tag("slow")
final class RestoreRateTest {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0,0", "100000,0", "0,100000", "1000000,0", "0,1000000"})
  void restores(int users, int items) {
    TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("restore", 4, 4, 1));
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin, topics).apply();
      RowLogs logs = new RowLogs(broker.bootstrapServers());
      logs.writeUsers(topics.userRows(), users);
      logs.writeItems(topics.itemRows(), items);
      long bareNs =
          (users > 0 ? logs.read(topics.userRows(), users) : 0)
              + (items > 0 ? logs.read(topics.itemRows(), items) : 0);

      long startNs = System.nanoTime();
      try (LearnerProcess process =
          new LearnerProcess(
              topics, broker.bootstrapServers(), folder.resolve("learner"), Map.of())) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> process.learner.running() && rows(process) == users + items);
        long tookNs = System.nanoTime() - startNs;

        assertThat(process.counter("eddyline.learner.unreadable.records")).isZero();
        System.out.printf(
            "| %,d | %,d | %.1f | %.1f | %.2f |%n",
            users, items, bareNs / 1e9, tookNs / 1e9, (double) bareNs / tookNs);
      }
    }
  }

  private static double rows(LearnerProcess process) {
    return process.registry.find("eddyline.learner.rows").gauges().stream()
        .mapToDouble(gauge -> gauge.value())
        .sum();
  }
}
