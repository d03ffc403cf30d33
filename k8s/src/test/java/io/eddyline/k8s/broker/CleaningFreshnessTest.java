package io.eddyline.k8s.broker;

import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.cleaning.CleaningConfig;
import io.eddyline.ingest.cleaning.CleaningTopology;
import io.eddyline.ingest.cleaning.SourceTopics;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long an event takes through cleaning, from Kafka's acknowledgement to a committed reader, for
 * some commit intervals and lingers: the table of docs/benchmarks.md, on standard output.
 */
@Tag("slow")
class CleaningFreshnessTest {
  private static final int PARTITIONS = 4;
  private static final int EVENTS_PER_SECOND = 2_000;
  private static final int WARM_UP = 3 * EVENTS_PER_SECOND;
  private static final int EVENTS = 15 * EVENTS_PER_SECOND;
  private static final long NS_PER_EVENT = 1_000_000_000L / EVENTS_PER_SECOND;

  @TempDir Path folder;

  @Test
  void everyEventArrivesHoweverItWaits() {
    List<String> rows = new ArrayList<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
      for (int commitMs : new int[] {10, 25, 50, 100}) {
        rows.add(run(broker.bootstrapServers(), StreamsConfig.EXACTLY_ONCE_V2, commitMs, commitMs));
      }
      for (int lingerMs : new int[] {0, 2, 5, 10}) {
        rows.add(run(broker.bootstrapServers(), StreamsConfig.AT_LEAST_ONCE, 100, lingerMs));
      }
    }
    System.out.println(
        "| guarantee | commit, ms | linger, ms | p50, ms | p90 | p99 | most | CPU, s |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    rows.forEach(System.out::println);
  }

  private String run(String servers, String guarantee, int commitMs, int lingerMs) {
    String name = "%s-%d-%d".formatted(guarantee, commitMs, lingerMs);
    TopicCatalogue topics = new TopicCatalogue(new TopicsConfig(name, PARTITIONS, 1, 1));
    Map<String, Object> kafka = new HashMap<>(Map.of("bootstrap.servers", servers));
    try (Admin admin = Admin.create(kafka)) {
      new TopicAdmin(admin, topics).apply();
    }
    SourceTopics sources = new SourceTopics(topics);
    sources.ask(kafka);
    long[] latenciesNs;
    long cpuNs;
    try (KafkaStreams cleaning =
        new KafkaStreams(
            CleaningTopology.build(
                CleaningConfig.defaults(),
                EventsConfig.defaults(),
                topics,
                sources,
                new SimpleMeterRegistry()),
            settings(topics, servers, guarantee, commitMs, lingerMs))) {
      cleaning.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> cleaning.state() == KafkaStreams.State.RUNNING);
      long before = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
      latenciesNs = measure(topics, kafka);
      cpuNs = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() - before;
    }
    Arrays.sort(latenciesNs);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %.1f | %.1f | %.0f | %.0f | %.1f |",
        guarantee,
        commitMs,
        lingerMs,
        quantileMs(latenciesNs, 0.5),
        quantileMs(latenciesNs, 0.9),
        quantileMs(latenciesNs, 0.99),
        quantileMs(latenciesNs, 1),
        cpuNs / 1e9);
  }

  /** Nanoseconds of every event after the warm-up, broker, cleaning and reader in one process. */
  private static long[] measure(TopicCatalogue topics, Map<String, Object> kafka) {
    AtomicLongArray acknowledgedNs = new AtomicLongArray(EVENTS);
    Thread sender = Thread.ofPlatform().start(() -> send(topics, kafka, acknowledgedNs));
    long[] arrivedNs = new long[EVENTS];
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    List<TopicPartition> partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topics.interactions().name(), partition))
            .toList();
    int arrived = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (arrived < EVENTS) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          Interaction interaction = RecordSerdes.INTERACTION.decode(record.value());
          arrivedNs[Integer.parseInt(interaction.getSignal().getItemId())] = System.nanoTime();
          arrived++;
        }
      }
    }
    join(sender);
    // an event that is read before its acknowledgement is heard of took no time at all
    return IntStream.range(WARM_UP, EVENTS)
        .mapToLong(event -> Math.max(0, arrivedNs[event] - acknowledgedNs.get(event)))
        .toArray();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The value below which a share of sorted values lies. */
  private static double quantileMs(long[] sortedNs, double share) {
    return sortedNs[(int) Math.min(sortedNs.length - 1, share * sortedNs.length)] / 1e6;
  }

  private static void send(
      TopicCatalogue topics, Map<String, Object> kafka, AtomicLongArray acknowledgedNs) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      long startNs = System.nanoTime();
      for (int k = 0; k < EVENTS; k++) {
        long waitNs = startNs + k * NS_PER_EVENT - System.nanoTime();
        if (waitNs > 0) {
          LockSupport.parkNanos(waitNs);
        }
        int event = k;
        String user = "user-" + k % 997;
        Future<?> _ =
            producer.send(
                new ProducerRecord<>(
                    topics.events().name(),
                    user.getBytes(StandardCharsets.UTF_8),
                    RecordSerdes.EVENT.encode(
                        Event.newBuilder()
                            .setUserId(user)
                            .setEventId("e" + k)
                            .setItemId(Integer.toString(k))
                            .setType("click")
                            .build())),
                (_, _) -> acknowledgedNs.set(event, System.nanoTime()));
      }
    }
  }

  private Properties settings(
      TopicCatalogue topics, String servers, String guarantee, int commitMs, int lingerMs) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.cleaningApplicationId());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitMs);
    settings.put(StreamsConfig.producerPrefix("linger.ms"), lingerMs);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    settings.put(StreamsConfig.producerPrefix("max.in.flight.requests.per.connection"), 1);
    return settings;
  }
}
