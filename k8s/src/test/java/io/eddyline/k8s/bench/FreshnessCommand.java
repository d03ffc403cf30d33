package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.KafkaSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.ReplayReport;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.JvmProcess;
import io.eddyline.k8s.cluster.Tier;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.topic.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int BATCH_EVENTS = 100;
  private static final int LANES = 4;
  /* The last rows may be read with the warm-up's, many events at a time. */
  private static final int SPARE_EVENTS = 5_000;

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
    EventTable events = options.events().first(warmUp + measured + SPARE_EVENTS);
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
      Tier ingest = cluster.startIngest("ingest");
      Learners learners = Learners.start(cluster, 1);
      ingest.awaitReady();
      learners.awaitReady();
      Map<String, JvmProcess> processes = new LinkedHashMap<>();
      processes.put("broker", cluster.brokers().process(0));
      processes.put("ingest", ingest.process());
      processes.put("learner", learners.instances().getFirst().process());
      Thread publisher = Thread.ofPlatform().daemon().start(() -> publish(events, sink));
      read(consumer, sink, warmUp);
      CpuTimes before = CpuTimes.of(processes);
      List<Long> agesNs = read(consumer, sink, measured);
      double cpuMicros = CpuTimes.of(processes).microsAnEvent(before, agesNs.size());
      publisher.join();
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.0f | %.0f | %.0f |%n",
          commit,
          quantileMs(agesNs, 0.5),
          quantileMs(agesNs, 0.9),
          quantileMs(agesNs, 0.99),
          cpuMicros);
    }
  }

  private void publish(EventTable events, SentTimes sink) {
    ReplayReport _ =
        new Replayer(
                new ReplayConfig(rate, BATCH_EVENTS, LANES, PATIENCE.toMillis()),
                sink,
                (done, total) -> {})
            .run(events, List.of());
  }

  /** Reads rows until they count so many further events; the events' ages, youngest first. */
  private static List<Long> read(
      KafkaConsumer<byte[], byte[]> consumer, SentTimes sent, int count) {
    List<Long> agesNs = new ArrayList<>();
    while (agesNs.size() < count) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        agesNs.addAll(ages(record, sent));
      }
    }
    Collections.sort(agesNs);
    return agesNs;
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
