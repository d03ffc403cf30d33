package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.KafkaSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.ReplayReport;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.JvmProcess;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.topic.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long after it was sent a committed reader of the user rows sees an event, by commit interval.
 */
@Command(
    name = "freshness",
    description = "Milliseconds from an event to the committed row that counts it.",
    mixinStandardHelpOptions = true)
final class FreshnessCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(20);

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--commit-ms", split = ",", description = "Of learner and cleaning.")
  private List<Integer> commitMs = List.of(20, 50, 100, 500);

  @Option(names = "--rate", description = "Events a second.")
  private int rate = 2000;

  @Option(names = "--warm-up", description = "Events that are not measured.")
  private int warmUp = 80_000;

  @Option(names = "--events", description = "Events that are measured.")
  private int measured = 40_000;

  @Override
  public Integer call() throws Exception {
    EventTable events = options.events().first(warmUp + measured);
    System.out.println("| commit, ms | p50, ms | p90, ms | p99, ms | us of processor an event |");
    System.out.println("|---|---|---|---|---|");
    for (int commit : commitMs) {
      run(events, commit);
    }
    return 0;
  }

  private void run(EventTable events, int commit) throws Exception {
    Path folder = options.runFolder("freshness");
    Map<String, String> settings =
        Map.of(
            "eddyline.learner.commit-interval-ms", Integer.toString(commit),
            "eddyline.cleaning.commit-interval-ms", Integer.toString(commit));
    try (EddylineCluster cluster =
            EddylineCluster.start(
                folder, folder.resolve("logs"), options.plan(settings, List.of()));
        SentTimes sink = new SentTimes(new KafkaSink(cluster.kafka(), cluster.topics()));
        KafkaConsumer<byte[], byte[]> consumer = reader(cluster)) {
      Map<String, JvmProcess> processes = new LinkedHashMap<>();
      processes.put("broker", cluster.brokers().process(0));
      var ingest = cluster.startIngest("ingest");
      processes.put("ingest", ingest.process());
      Learners learners = Learners.start(cluster, 1);
      processes.put("learner", learners.instances().getFirst().process());
      ingest.awaitReady();
      learners.awaitReady();
      Thread publisher =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    ReplayReport _ =
                        new Replayer(
                                new ReplayConfig(rate, 100, 4, 60_000), sink, (done, total) -> {})
                            .run(events, List.of());
                  });
      long counted = 0;
      CpuTimes before = CpuTimes.of(processes);
      List<Long> agesNs = new ArrayList<>();
      while (counted < events.size()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          List<Long> ages = ages(record, sink);
          counted += ages.size();
          if (counted > warmUp) {
            if (agesNs.isEmpty()) {
              before = CpuTimes.of(processes);
            }
            agesNs.addAll(ages);
          }
        }
      }
      CpuTimes after = CpuTimes.of(processes);
      publisher.join();
      List<Long> sorted = agesNs.stream().sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.0f | %.0f | %.0f |%n",
          commit,
          quantileMs(sorted, 0.5),
          quantileMs(sorted, 0.9),
          quantileMs(sorted, 0.99),
          after.microsAnEvent(before, sorted.size()));
    }
  }

  private static List<Long> ages(ConsumerRecord<byte[], byte[]> record, SentTimes sent) {
    return RowKeys.kind(record.key()) == RowKeys.Kind.ROW && record.value() != null
        ? sent.read(
            RowKeys.id(record.key()),
            RecordSerdes.USER_ROW.decode(record.value()).getTrainedEvents(),
            System.nanoTime())
        : List.of();
  }

  private static double quantileMs(List<Long> sortedNs, double share) {
    return sortedNs.get((int) (share * (sortedNs.size() - 1))) / 1e6;
  }

  private static KafkaConsumer<byte[], byte[]> reader(EddylineCluster cluster) {
    Map<String, Object> settings = new HashMap<>(cluster.kafka());
    settings.put("isolation.level", "read_committed");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicSpec rows = cluster.topics().userRows();
    consumer.assign(
        IntStream.range(0, rows.partitions())
            .mapToObj(partition -> new TopicPartition(rows.name(), partition))
            .toList());
    consumer.seekToBeginning(consumer.assignment());
    return consumer;
  }
}
