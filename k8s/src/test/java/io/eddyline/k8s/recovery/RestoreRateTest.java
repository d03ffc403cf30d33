package io.eddyline.k8s.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  /** Seconds of the clock, and of all processors for this process. */
  private record Cost(double wallS, double cpuS) {
    private static Cost of(Runnable work) {
      long wallNs = System.nanoTime();
      long cpuNs = cpuNs();
      work.run();
      return new Cost((System.nanoTime() - wallNs) / 1e9, (cpuNs() - cpuNs) / 1e9);
    }

    private static long cpuNs() {
      return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0,0", "10000,0", "0,10000", "100000,0", "0,100000", "1000000,0", "0,1000000"})
  void restores(int users, int items) {
    TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("restore", 4, 4, 1));
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicAdmin(admin, topics).apply();
      RowLogs logs = new RowLogs(broker.bootstrapServers());
      logs.writeUsers(topics.userRows(), users);
      logs.writeItems(topics.itemRows(), items);
      Cost bare =
          Cost.of(
              () -> {
                logs.read(topics.userRows(), users);
                logs.read(topics.itemRows(), items);
              });

      heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
      Cost restore = Cost.of(() -> start(topics, broker.bootstrapServers(), users + items));
      double peakHeapGb =
          heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1e9;
      System.out.printf(
          "| %,d | %,d | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
          users, items, bare.wallS(), restore.wallS(), bare.cpuS(), restore.cpuS(), peakHeapGb);
    }
  }

  private void start(TopicCatalogue topics, String servers, int rows) {
    try (LearnerProcess process =
        new LearnerProcess(topics, servers, folder.resolve("learner"), Map.of())) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> process.learner.running() && rows(process) == rows);
      assertThat(process.counter("eddyline.learner.unreadable.records")).isZero();
    }
  }

  /* Of broker and learner together; what is garbage by then counts as well. */
  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static double rows(LearnerProcess process) {
    return process.registry.find("eddyline.learner.rows").gauges().stream()
        .mapToDouble(gauge -> gauge.value())
        .sum();
  }
}
