package io.eddyline.learner.stream;

import io.eddyline.learner.delta.DeltaMetrics;
import io.eddyline.learner.delta.DeltaPlace;
import io.eddyline.learner.delta.DeltaPublisher;
import io.eddyline.learner.delta.DeltaTasks;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ReplicaHints;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.streams.InputLag;
import io.eddyline.schemas.streams.ReplacementDelay;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running learner. The topics of the catalogue must exist when it starts.
 *
 * <p>What becomes of failures stands in {@link FailurePolicy}.
 *
 * <p>Threading: started and closed by the composition root; {@link #running} from any thread.
 */
public final class Learner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Learner.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /* What is left of the timeout is for the commit before and the rest of the close. */
  private static final Duration IMAGES_TIMEOUT = Duration.ofSeconds(20);

  private final KafkaStreams streams;
  private final LearnerMetrics metrics;
  private final MiningThread miner = new MiningThread();
  private final FailurePolicy failures;
  private final Lead lead;
  private final Runnable askForTopics;
  private final LocalImages images;
  private final CloseOptions closing;
  private final @Nullable DeltaPublisher deltas;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** As the other, of a learner whose changes are not sent. */
  public Learner(
      LearnerSettings settings,
      LearnerConfig config,
      TopicCatalogue topics,
      Map<String, Object> kafka,
      Path stateDir,
      MeterRegistry registry) {
    this(settings, config, topics, kafka, stateDir, registry, null);
  }

  /**
   * Prepares the learner; {@link #start} sets it going.
   *
   * @param kafka client settings: servers, security
   * @param stateDir folder of Streams; the rows themselves live in memory and in Kafka
   * @param link open longer than this; null: changes are not sent
   */
  public Learner(
      LearnerSettings settings,
      LearnerConfig config,
      TopicCatalogue topics,
      Map<String, Object> kafka,
      Path stateDir,
      MeterRegistry registry,
      @Nullable AeronLink link) {
    int itemPartitions = topics.config().itemPartitions();
    metrics = new LearnerMetrics(registry);
    ReplacementDelay delay = new ReplacementDelay(System::nanoTime);
    failures = new FailurePolicy(registry, delay);
    String inputTopic = topics.interactions().name();
    ItemReplica replica =
        new ItemReplica(
            new FirstVector(settings.seed(), settings.dimension()),
            settings.popularityDecay(itemPartitions),
            itemPartitions,
            id -> Partitions.of(id, itemPartitions),
            settings.rows().expireAfterEvents(),
            settings.neighbours().length());
    ReplicaHints hints = new ReplicaHints(replica, itemPartitions);
    DeltaMetrics deltaMetrics = new DeltaMetrics(registry);
    deltas =
        link != null && config.delta().enabled()
            ? new DeltaPublisher(
                config.delta(),
                new DeltaPlace(link, topics, kafka, config.instanceId()),
                replica,
                hints,
                deltaMetrics)
            : null;
    DeltaTasks deltaTasks = deltas == null ? DeltaTasks.off() : deltas.tasks();
    LearnerParts parts =
        LearnerParts.fresh(settings, config, topics, replica, metrics, System::nanoTime, miner)
            .with(deltaTasks, hints);
    lead = parts.lead();
    images = parts.images();
    askForTopics =
        () -> {
          parts.inputs().ask(topics, kafka);
          images.ask(topics, kafka);
        };
    long partitionLead = Math.max(1, config.maxLeadEvents() / topics.config().userPartitions());
    Properties properties = new Properties();
    properties.putAll(StreamsSettings.of(config, topics, kafka, stateDir));
    streams =
        new KafkaStreams(
            LearnerTopology.build(parts, topics),
            properties,
            new LearnerClients(
                partition ->
                    partition.topic().equals(inputTopic)
                        && lead.of(partition.partition()) > partitionLead,
                deltaTasks::beforePoll,
                config.instanceId(),
                images.transactions(),
                delay));
    closing = StreamsSettings.shared(config, topics).closing(CLOSE_TIMEOUT);
    streams.setUncaughtExceptionHandler(failures);
    streams.setStateListener(failures);
    RestoreProgress progress = new RestoreProgress(registry, System::nanoTime);
    streams.setGlobalStateRestoreListener(progress);
    streams.setStandbyUpdateListener(progress);
    Gauge.builder(
            "eddyline.learner.lag.records",
            streams,
            it -> InputLag.records(it.metrics(), Set.of(inputTopic)))
        .description("interactions not yet trained")
        .register(registry);
    Gauge.builder("eddyline.learner.lead.events", lead, Lead::total)
        .description("interactions trained by the user side whose updates the item side has not")
        .register(registry);
    Gauge.builder("eddyline.learner.running", this, it -> it.running() ? 1 : 0)
        .description("1 while the learner runs, 0 while it rebalances, restores or stands still")
        .register(registry);
  }

  /** Asks Kafka for the topics that it reads, and sets the threads going. */
  public void start() {
    askForTopics.run();
    if (deltas != null) {
      deltas.start();
    }
    streams.start();
  }

  /** Every partition is assigned and restored, and interactions are trained. */
  public boolean running() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /**
   * Completes when the learner cannot go on, with what says why and what to do; the process is to
   * end then. Never completes otherwise.
   */
  public CompletableFuture<EddylineException> failure() {
    return failures.end();
  }

  /** Distinct events in the rows of the partitions that this process owns. */
  public long trainedEvents() {
    return metrics.trainedEvents();
  }

  /** Interactions by which the user side is ahead of the item side; 0 when all is learnt. */
  public long leadEvents() {
    return lead.total();
  }

  /** Commits, leaves images of the rows and stops. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    images.closing(IMAGES_TIMEOUT.toNanos());
    if (!streams.close(closing)) {
      LOG.warn("the learner did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
    }
    miner.close();
    if (deltas != null) {
      deltas.close();
    }
  }
}
