package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the announcements of snapshots and has each newer version taken in.
 *
 * <p>It starts with the newest version of the store, then reads the topic from its beginning. Of
 * several announcements that are waiting only the highest version is loaded. When the store does
 * not answer, the announcement is tried again with the next poll.
 *
 * <p>Threading: an own thread, {@code serving-model-watcher}, owns the consumer and the intake;
 * {@link #close} from any other.
 */
final class ModelWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelWatcher.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PAUSE_MS = 1_000;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition announcements;
  private final ModelIntake intake;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable ModelVersion pending;

  /**
   * @param consumer without a group; closed by the watcher's thread
   * @param topic announcements, one partition
   */
  ModelWatcher(Consumer<byte[], byte[]> consumer, String topic, ModelIntake intake) {
    this.consumer = consumer;
    this.announcements = new TopicPartition(topic, 0);
    this.intake = intake;
    this.thread =
        Thread.ofPlatform().daemon(true).name("serving-model-watcher").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    takeNewestOfStore();
    try (consumer) {
      consumer.assign(List.of(announcements));
      consumer.seekToBeginning(List.of(announcements));
      while (isRunning()) {
        doWork();
      }
    } catch (WakeupException e) {
      log.debug("woken to stop");
    }
  }

  private void takeNewestOfStore() {
    try {
      intake.takeNewest();
    } catch (IOException e) {
      log.warn("snapshot store is not readable, waiting for announcements: {}", e.toString());
    }
  }

  /** One duty cycle: what was announced since the last one, then at most one load. */
  private void doWork() {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      records.forEach(this::remember);
      ModelVersion wanted = pending;
      if (wanted != null) {
        intake.take(wanted);
        pending = null;
      }
    } catch (WakeupException e) {
      throw e;
    } catch (IOException e) {
      log.warn("snapshot store does not answer, trying again: {}", e.toString());
      pause();
    } catch (RuntimeException e) {
      log.warn("announcements are not readable, trying again: {}", e.toString());
      pause();
    }
  }

  private void remember(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      SnapshotAnnouncement announced = RecordSerdes.SNAPSHOT_ANNOUNCEMENT.decode(record.value());
      ModelVersion before = pending;
      if (announced.getModel().equals(intake.model())
          && (before == null || announced.getVersion() > before.version())) {
        pending =
            new ModelVersion(
                announced.getModel(), announced.getVersion(), announced.getManifestSha256());
      }
    } catch (FormatException e) {
      intake.refuseAnnouncement(
          "%s offset %d: %s".formatted(announcements, record.offset(), e.getMessage()));
    }
  }

  private boolean isRunning() {
    return stopping.getCount() > 0;
  }

  private void pause() {
    try {
      boolean _ = stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  /** Stops the thread and waits for it; a load that is under way ends first. */
  @Override
  public void close() {
    stopping.countDown();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
