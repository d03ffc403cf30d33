package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The only broker is killed while transactions end; nothing of them holds readers up afterwards.
 */
class BrokerKillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Path LOGS = Path.of("target/broker-kill");
  private static final String TOPIC = "written";
  private static final int PARTITIONS = 4;
  /* So many that some are always between the decision to commit and the last marker. */
  private static final int PRODUCERS = 8;
  private static final int COMMITS = 100;

  private final AtomicInteger commits = new AtomicInteger();

  @TempDir Path folder;

  @Test
  void everyTransactionEndsAfterTheBrokerWasKilledAtItsCommit() throws Exception {
    ClusterPlan plan = ClusterPlan.small().withBrokers(1);
    try (BrokerCluster brokers =
        BrokerCluster.start(1, plan.brokerJvm(), folder, LOGS, new FreePorts())) {
      try (Admin admin = admin(brokers)) {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
      }
      List<Thread> writers = new ArrayList<>();
      for (int producer = 0; producer < PRODUCERS; producer++) {
        String name = "writer-" + producer;
        writers.add(Thread.ofPlatform().name(name).start(() -> write(brokers, name)));
      }
      await().atMost(PATIENCE).until(() -> commits.get() > COMMITS);
      brokers.process(0).kill();
      for (Thread writer : writers) {
        writer.join();
      }

      brokers.restart(0);

      try (Admin admin = admin(brokers)) {
        await()
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(ExecutionException.class)
            .untilAsserted(
                () ->
                    assertThat(ends(admin, IsolationLevel.READ_COMMITTED))
                        .isEqualTo(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
      }
    }
  }

  /* Transactions over all partitions, one after the other, until the broker does not answer. */
  private void write(BrokerCluster brokers, String name) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                name,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                1000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                2000),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      try {
        producer.initTransactions();
        while (true) {
          producer.beginTransaction();
          for (int partition = 0; partition < PARTITIONS; partition++) {
            var _ = producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[100]));
          }
          producer.commitTransaction();
          commits.incrementAndGet();
        }
      } catch (KafkaException e) {
        producer.close(Duration.ZERO);
      }
    }
  }

  private static Admin admin(BrokerCluster brokers) {
    return Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers()));
  }

  private static Map<Integer, Long> ends(Admin admin, IsolationLevel isolation) throws Exception {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(TOPIC, partition))
            .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    return admin
        .listOffsets(latest, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(end -> end.getKey().partition(), end -> end.getValue().offset()));
  }
}
