package io.eddyline.schemas.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings that the applications on Kafka Streams share; each adds its guarantee.
 *
 * @param applicationId of Streams
 * @param threads stream threads
 * @param commitIntervalMs milliseconds between commits
 * @param instanceId name of the process among its like; empty if it has none
 * @param sessionTimeoutMs milliseconds after which a silent process loses its partitions
 * @param replicationFactor of the topics that Streams makes
 * @param bufferedRecords that a poll brings, and that wait of a partition
 */
public record ApplicationSettings(
    String applicationId,
    int threads,
    long commitIntervalMs,
    String instanceId,
    int sessionTimeoutMs,
    int replicationFactor,
    int bufferedRecords) {
  /* A commit interval's records of a partition: the broker's work is by batch and request. */
  private static final int BATCH_BYTES = 256 << 10;

  /**
   * As Kafka Streams has them; the caller may add to them.
   *
   * @param kafka client settings: servers, security
   * @param stateDir folder of Streams
   */
  public Map<String, Object> map(Map<String, Object> kafka, Path stateDir) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMs);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, bufferedRecords);
    put(settings, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, bufferedRecords);
    put(settings, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionTimeoutMs);
    if (!instanceId.isEmpty()) {
      put(settings, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
    }
    // A transaction's first batch to a partition is verified while the next one arrives, which the
    // broker then refuses as out of order: one at a time is faster than the repeat.
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    return settings;
  }

  private static void put(Map<String, Object> settings, String consumerKey, Object value) {
    settings.put(StreamsConfig.mainConsumerPrefix(consumerKey), value);
  }

  /**
   * How the application closes: a process that keeps its name keeps its partitions while it is
   * away, any other hands them on.
   */
  public CloseOptions closing(Duration timeout) {
    return CloseOptions.timeout(timeout)
        .withGroupMembershipOperation(
            instanceId.isEmpty()
                ? GroupMembershipOperation.LEAVE_GROUP
                : GroupMembershipOperation.REMAIN_IN_GROUP);
  }
}
