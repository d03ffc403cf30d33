package io.eddyline.k8s.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.schemas.topic.AdminAnswer;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.schemas.topic.TopicsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long a learner takes from its start until it trains, against a bare consumer of the same log
 * in the same run, and then again behind a clean close, from its images: the table of
 * docs/benchmarks.md. A learner without rows says what the start costs by itself.
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
      String servers = broker.bootstrapServers();
      Map<TopicPartition, Long> before = ends(admin, topics);
      Cost restore;
      try (Started process = new Started(topics, servers, users + items)) {
        restore = process.cost();
        await()
            .atMost(PATIENCE)
            .until(() -> ends(admin, topics).entrySet().stream().allMatch(it -> rose(it, before)));
      }
      double peakHeapGb =
          heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1e9;
      System.out.printf(
          "| %,d | %,d | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
          users, items, bare.wallS(), restore.wallS(), bare.cpuS(), restore.cpuS(), peakHeapGb);
      double imagesMb = imageBytes() / 1e6;
      try (Started process = new Started(topics, servers, users + items)) {
        System.out.printf(
            "| %,d | %,d | clean restart with images of %,.0f MB | %.1f | | %.1f | |%n",
            users, items, imagesMb, process.cost().wallS(), process.cost().cpuS());
      }
    }
  }

  /** A learner that trains, and what it took until then. */
  private final class Started implements AutoCloseable {
    private final LearnerProcess process;
    private final Cost cost;

    private Started(TopicCatalogue topics, String servers, int rows) {
      long wallNs = System.nanoTime();
      long cpuNs = Cost.cpuNs();
      process =
          new LearnerProcess(
              topics, servers, folder.resolve("learner"), Map.of("report-interval-ms", "500"));
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> process.learner.running() && rows(process) == rows);
      cost = new Cost((System.nanoTime() - wallNs) / 1e9, (Cost.cpuNs() - cpuNs) / 1e9);
      assertThat(process.counter("eddyline.learner.unreadable.records")).isZero();
    }

    private Cost cost() {
      return cost;
    }

    @Override
    public void close() {
      process.close();
    }
  }

  /* Where the row logs end: every task logs its progress soon after it has begun. */
  private static Map<TopicPartition, Long> ends(Admin admin, TopicCatalogue topics) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicSpec log : List.of(topics.userRows(), topics.itemRows())) {
      for (int partition = 0; partition < log.partitions(); partition++) {
        asked.put(new TopicPartition(log.name(), partition), OffsetSpec.latest());
      }
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    AdminAnswer.await(admin.listOffsets(asked).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private static boolean rose(
      Map.Entry<TopicPartition, Long> now, Map<TopicPartition, Long> before) {
    return now.getValue() > before.getOrDefault(now.getKey(), 0L);
  }

  private long imageBytes() {
    try (Stream<Path> files = Files.walk(folder.resolve("learner"))) {
      return files
          .filter(file -> file.toString().endsWith(".image"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
