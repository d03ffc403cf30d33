package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running learner. The topics of the catalogue must exist when it starts.
 *
 * <p>A stream thread that dies of an exception is replaced; an {@link Error} ends the application,
 * which then is no longer {@link #running}.
 *
 * <p>Threading: started and closed by the composition root; {@link #running} from any thread.
 */
public final class Learner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Learner.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
  /* Small polls and buffers, so that a partition that must wait stops soon. */
  private static final int POLL_RECORDS = 250;
  private static final int BUFFERED_RECORDS = 250;
  /* A commit interval's rows of a partition: the broker's work is by batch and request. */
  private static final int BATCH_BYTES = 256 << 10;

  private final KafkaStreams streams;
  private final LearnerMetrics metrics;
  private final MiningThread miner = new MiningThread();
  private final Lead lead;
  private final String inputTopic;
  private final CloseOptions closing;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Prepares the learner; {@link #start} sets it going.
   *
   * @param kafka client settings: servers, security
   * @param stateDir folder of Streams; the rows themselves live in memory and in Kafka
   */
  public Learner(
      LearnerSettings settings,
      LearnerConfig config,
      TopicCatalogue topics,
      Map<String, Object> kafka,
      Path stateDir,
      MeterRegistry registry) {
    int itemPartitions = topics.config().itemPartitions();
    metrics = new LearnerMetrics(registry);
    inputTopic = topics.interactions().name();
    ItemReplica replica =
        new ItemReplica(
            new FirstVector(settings.seed(), settings.dimension()),
            settings.popularityDecay(itemPartitions),
            itemPartitions,
            id -> Partitions.of(id, itemPartitions),
            settings.rows().expireAfterEvents(),
            settings.neighbours().length());
    lead = new Lead(topics.config().userPartitions(), itemPartitions);
    LearnerParts parts =
        new LearnerParts(
            settings,
            config,
            itemPartitions,
            replica,
            new AttributeIndex(settings.coldStart(), settings.seed()),
            lead,
            metrics,
            System::nanoTime,
            miner);
    long partitionLead = Math.max(1, config.maxLeadEvents() / topics.config().userPartitions());
    Properties properties = new Properties();
    properties.putAll(settings(config, topics, kafka, stateDir));
    streams =
        new KafkaStreams(
            LearnerTopology.build(parts, topics),
            properties,
            new LearnerClients(
                partition ->
                    partition.topic().equals(inputTopic)
                        && lead.of(partition.partition()) > partitionLead,
                config.instanceId()));
    // One that keeps its name keeps its partitions while it is away; any other hands them on.
    closing =
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(
                config.instanceId().isEmpty()
                    ? GroupMembershipOperation.LEAVE_GROUP
                    : GroupMembershipOperation.REMAIN_IN_GROUP);
    streams.setUncaughtExceptionHandler(Learner::respond);
    Gauge.builder("eddyline.learner.lag.records", this, Learner::lagRecords)
        .description("interactions not yet trained")
        .register(registry);
    Gauge.builder("eddyline.learner.lead.events", lead, Lead::total)
        .description("interactions trained by the user side whose updates the item side has not")
        .register(registry);
    Gauge.builder("eddyline.learner.running", this, it -> it.running() ? 1 : 0)
        .description("1 while the learner runs, 0 while it rebalances, restores or stands still")
        .register(registry);
  }

  public void start() {
    streams.start();
  }

  /** Every partition is assigned and restored, and interactions are trained. */
  public boolean running() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Distinct events in the rows of the partitions that this process owns. */
  public long trainedEvents() {
    return metrics.trainedEvents();
  }

  /** Interactions by which the user side is ahead of the item side; 0 when all is learnt. */
  public long leadEvents() {
    return lead.total();
  }

  /** Commits and stops. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!streams.close(closing)) {
      LOG.warn("the learner did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
    }
    miner.close();
  }

  /** Records of the interactions that the consumers know of and have not read. */
  private double lagRecords() {
    double lag = 0;
    for (Map.Entry<MetricName, ? extends Metric> metric : streams.metrics().entrySet()) {
      MetricName name = metric.getKey();
      if (name.name().equals("records-lag")
          && inputTopic.equals(name.tags().get("topic"))
          && metric.getValue().metricValue() instanceof Double records
          && Double.isFinite(records)) {
        lag += records;
      }
    }
    return lag;
  }

  private static Map<String, Object> settings(
      LearnerConfig config, TopicCatalogue topics, Map<String, Object> kafka, Path stateDir) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.learnerApplicationId());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitIntervalMs());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, topics.config().replicationFactor());
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        config.sessionTimeoutMs());
    if (!config.instanceId().isEmpty()) {
      settings.put(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
          config.instanceId());
    }
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
    // A transaction's first batch to a partition is verified while the next one arrives, which the
    // broker then refuses as out of order: one at a time is faster than the repeat.
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    return settings;
  }

  private static StreamThreadExceptionResponse respond(Throwable failure) {
    boolean fatal = failure instanceof Error || failure.getCause() instanceof Error;
    LOG.error(
        fatal ? "the learner cannot go on" : "a learner thread died and is replaced", failure);
    return fatal
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
