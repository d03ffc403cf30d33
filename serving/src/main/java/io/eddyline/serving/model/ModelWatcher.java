package io.eddyline.serving.model;

import io.eddyline.schemas.attribution.ArmSamples;
import io.eddyline.schemas.control.ControlState;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.List;
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
 * Follows the announcements of snapshots and the orders of the control topic and puts them into the
 * inbox of the model agent; and the samples that say how the arms do.
 *
 * <p>It restores the orders first, as long as Kafka answers, and lets the agent begin then, with
 * what the store has.
 *
 * <p>Threading: an own thread, {@code serving-model-watcher}, owns the consumer; {@link #close}
 * from any other.
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
  private final TopicPartition samples;
  private final ModelInbox inbox;
  private final Refusals refusals;
  private final ArmSamples arms;
  private final ControlState control = new ControlState();
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * @param consumer without a group; closed by the watcher's thread
   * @param topics names announcements, orders and samples, one partition each
   */
  ModelWatcher(
      Consumer<byte[], byte[]> consumer,
      TopicCatalogue topics,
      ModelInbox inbox,
      Refusals refusals,
      ArmSamples arms) {
    this.arms = arms;
    this.consumer = consumer;
    this.announcements = new TopicPartition(topics.snapshots().name(), 0);
    this.orders = new TopicPartition(topics.control().name(), 0);
    this.samples = new TopicPartition(topics.metrics().name(), 0);
    this.inbox = inbox;
    this.refusals = refusals;
    this.thread =
        Thread.ofPlatform().daemon(true).name("serving-model-watcher").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (consumer) {
      consumer.assign(List.of(announcements, orders, samples));
      consumer.seekToBeginning(List.of(announcements, orders));
      consumer.seekToEnd(List.of(samples));
      restoreOrders();
      inbox.open();
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

  private void doWork() {
    try {
      accept(consumer.poll(POLL));
    } catch (WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      log.warn("announcements are not readable, trying again: {}", e.toString());
      pause();
    }
  }

  private void accept(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.topic().equals(orders.topic())) {
        obey(record);
      } else if (record.topic().equals(samples.topic())) {
        note(record);
      } else {
        hear(record);
      }
    }
    var last = records.records(orders);
    if (!last.isEmpty()) {
      inbox.ordered(control, last.getLast().offset() + 1);
    }
  }

  private void obey(ConsumerRecord<byte[], byte[]> record) {
    try {
      control.apply(record.key(), record.value());
    } catch (FormatException e) {
      log.warn("{} offset {} is not an order: {}", orders, record.offset(), e.getMessage());
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      SnapshotAnnouncement announced = RecordSerdes.SNAPSHOT_ANNOUNCEMENT.decode(record.value());
      inbox.announced(
          new ModelVersion(
              announced.getModel(), announced.getVersion(), announced.getManifestSha256()));
    } catch (FormatException e) {
      refusals.addAnnouncement(
          "%s offset %d: %s".formatted(announcements, record.offset(), e.getMessage()));
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() != null) {
        arms.add(RecordSerdes.METRIC_SAMPLE.decode(record.value()));
      }
    } catch (FormatException e) {
      log.debug("{} offset {} is not a sample", samples, record.offset(), e);
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

  /** Stops the thread and waits for it. */
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
