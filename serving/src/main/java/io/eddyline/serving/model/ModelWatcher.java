package io.eddyline.serving.model;

import io.eddyline.schemas.control.ControlState;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the announcements of snapshots and the orders of the control topic, and has models and
 * versions taken in accordingly.
 *
 * <p>It restores the orders first, as long as Kafka answers, takes the newest version of the store,
 * then reads both topics on. Of several announcements of a model that are waiting only the highest
 * version is loaded. When the store does not answer, all is tried again with the next poll.
 *
 * <p>Threading: an own thread, {@code serving-model-watcher}, owns the consumer and the intake;
 * {@link #close} from any other.
 */
final class ModelWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelWatcher.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  /* Without orders by then, the configured model is served; an order that comes later still holds. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MS = 1_000;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition announcements;
  private final TopicPartition orders;
  private final ModelIntake intake;
  private final ControlState control = new ControlState();
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Map<String, ModelVersion> pending = new LinkedHashMap<>();

  /**
   * @param consumer without a group; closed by the watcher's thread
   * @param topics names announcements and orders, one partition each
   */
  ModelWatcher(Consumer<byte[], byte[]> consumer, TopicCatalogue topics, ModelIntake intake) {
    this.consumer = consumer;
    this.announcements = new TopicPartition(topics.snapshots().name(), 0);
    this.orders = new TopicPartition(topics.control().name(), 0);
    this.intake = intake;
    this.thread =
        Thread.ofPlatform().daemon(true).name("serving-model-watcher").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (consumer) {
      consumer.assign(List.of(announcements, orders));
      consumer.seekToBeginning(List.of(announcements, orders));
      restoreOrders();
      settle();
      while (isRunning()) {
        doWork();
      }
    } catch (WakeupException e) {
      log.debug("woken to stop");
    }
  }

  private void restoreOrders() {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    try {
      long end = consumer.endOffsets(List.of(orders), PATIENCE).getOrDefault(orders, 0L);
      while (isRunning()
          && System.nanoTime() < deadlineNs
          && consumer.position(orders, PATIENCE) < end) {
        accept(consumer.poll(POLL));
      }
    } catch (WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      log.warn("orders are not readable, going on without: {}", e.toString());
    }
  }

  private void settle() {
    try {
      intake.settle();
    } catch (IOException e) {
      log.warn("snapshot store is not readable, trying again: {}", e.toString());
    }
  }

  /** One duty cycle: what came since the last one, then at most one load of each model. */
  private void doWork() {
    try {
      accept(consumer.poll(POLL));
      intake.settle();
      for (var waiting = pending.values().iterator(); waiting.hasNext(); ) {
        intake.take(waiting.next());
        waiting.remove();
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

  private void accept(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.topic().equals(orders.topic())) {
        obey(record);
      } else {
        remember(record);
      }
    }
  }

  private void obey(ConsumerRecord<byte[], byte[]> record) {
    try {
      control.apply(record.key(), record.value());
      intake.order(control.activeModel());
    } catch (FormatException e) {
      log.warn("{} offset {} is not an order: {}", orders, record.offset(), e.getMessage());
    }
  }

  private void remember(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      SnapshotAnnouncement announced = RecordSerdes.SNAPSHOT_ANNOUNCEMENT.decode(record.value());
      if (intake.follows(announced.getModel())) {
        pending.merge(
            announced.getModel(),
            new ModelVersion(
                announced.getModel(), announced.getVersion(), announced.getManifestSha256()),
            (before, next) -> next.version() > before.version() ? next : before);
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
