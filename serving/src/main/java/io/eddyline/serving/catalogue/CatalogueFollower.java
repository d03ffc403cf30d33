package io.eddyline.serving.catalogue;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.serving.consumer.ConsumerThread;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.VersionFeed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the catalogue's topic from where the loaded versions were made and lays what comes over
 * each of them.
 *
 * <pre>
 *   partition     0 ... 17 18 19 20 21 22 23 24
 *   version 4, made at 18: [------------------> as it comes
 *   version 5, made at 22:             [------> 22, 23 from the recent changes, then as it comes
 *   version 3, made at  9: the topic is read again from 9; versions 4 and 5 have had it
 * </pre>
 *
 * <p>It keeps nothing on disk and has no group: after a restart the manifests say where to begin.
 *
 * <p>Threading: an own thread, {@code serving-catalogue}, owns the consumer and all state; {@link
 * #follow} from the model agent's thread, {@link #close} from any other.
 */
public final class CatalogueFollower implements VersionFeed, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CatalogueFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long LOOK_MS = 100;

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final int maxWaitMs;
  private final CatalogueMeters meters;
  private final BlockingDeque<FollowedVersion> arrivals = new LinkedBlockingDeque<>();
  private final List<FollowedVersion> followed = new ArrayList<>();
  private final RecentChanges recent = new RecentChanges();
  /* First offset that has been read, or is being read, of each partition. */
  private final Map<TopicPartition, Long> begun = new HashMap<>();
  private final ConsumerThread thread;

  /**
   * @param consumer without a group and without a reset of offsets; closed by the follower's thread
   * @param topic of the catalogue
   */
  public CatalogueFollower(
      Consumer<byte[], byte[]> consumer,
      TopicSpec topic,
      CatalogueConfig config,
      MeterRegistry registry) {
    this.consumer = consumer;
    this.partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .toList();
    this.maxWaitMs = config.maxWaitMs();
    this.meters = new CatalogueMeters(registry);
    this.thread = new ConsumerThread("serving-catalogue", consumer, new Reading());
    thread.start();
  }

  @Override
  public void follow(LoadedModel model) {
    FollowedVersion version = new FollowedVersion(model);
    arrivals.add(version);
    thread.wakeUp();
    try {
      if (!version.caughtUp().await(maxWaitMs, TimeUnit.MILLISECONDS)) {
        log.warn("{} has not caught up with the catalogue within {} ms", version, maxWaitMs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Reading implements ConsumerThread.Work {
    @Override
    public void begin() {
      consumer.assign(partitions);
    }

    @Override
    public void turn() throws InterruptedException {
      read();
    }
  }

  private void read() throws InterruptedException {
    if (begun.isEmpty() && !awaitArrival()) {
      return;
    }
    try {
      admitArrivals();
      accept(consumer.poll(POLL));
      settle();
    } catch (OffsetOutOfRangeException e) {
      beginAnew(e.partitions());
    }
  }

  private boolean awaitArrival() throws InterruptedException {
    FollowedVersion first = arrivals.pollFirst(LOOK_MS, TimeUnit.MILLISECONDS);
    if (first != null) {
      arrivals.putFirst(first);
    }
    return first != null;
  }

  /** Takes up new versions; one whose target is not to be had stays in the queue. */
  private void admitArrivals() {
    for (FollowedVersion next = arrivals.peek(); next != null; next = arrivals.peek()) {
      next.target(consumer.endOffsets(partitions, PATIENCE));
      for (TopicPartition partition : partitions) {
        long start = next.start(partition.partition());
        if (start < begun.getOrDefault(partition, Long.MAX_VALUE)) {
          consumer.seek(partition, start);
          begun.put(partition, start);
        }
      }
      next.lay(recent.all());
      followed.add(next);
      arrivals.remove();
    }
  }

  private void accept(ConsumerRecords<byte[], byte[]> records) {
    List<Change> news = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        Change change = Change.of(record);
        if (recent.add(change)) {
          news.add(change);
        }
      } catch (FormatException e) {
        meters.unreadable();
        log.warn(
            "{}-{} offset {} is passed over: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            e.getMessage());
      }
    }
    followed.forEach(version -> version.lay(news));
    meters.applied(news.size());
  }

  private void settle() {
    long lag = 0;
    for (TopicPartition partition : partitions) {
      lag += consumer.currentLag(partition).orElse(0);
    }
    meters.lag(lag);
    for (FollowedVersion version : followed) {
      if (version.caughtUp().getCount() > 0 && isReached(version.target())) {
        version.caughtUp().countDown();
      }
    }
    if (followed.removeIf(FollowedVersion::isClosed) && !followed.isEmpty()) {
      partitions.forEach(this::dropHeldByAll);
    }
    meters.held(recent.size());
  }

  private boolean isReached(Map<TopicPartition, Long> target) {
    return target.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
  }

  /** Drops what every loaded version was made with. */
  private void dropHeldByAll(TopicPartition partition) {
    long start =
        followed.stream()
            .mapToLong(version -> version.start(partition.partition()))
            .min()
            .orElseThrow();
    if (start > begun.getOrDefault(partition, start)) {
      recent.dropBefore(partition.partition(), start);
      begun.put(partition, start);
    }
  }

  /**
   * The topic was made anew, or lost its beginning: the manifests' offsets mean nothing any more.
   */
  private void beginAnew(Iterable<TopicPartition> lost) {
    for (TopicPartition partition : lost) {
      log.warn(
          "{} does not have the offset that is read, reading it from its beginning", partition);
      recent.dropBefore(partition.partition(), Long.MAX_VALUE);
      followed.forEach(version -> version.startAnew(partition.partition()));
      consumer.seekToBeginning(List.of(partition));
      begun.put(partition, 0L);
    }
  }

  /** Stops the thread and waits for it. */
  @Override
  public void close() {
    thread.close();
  }
}
