package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.control.ControlState;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the row topics and the catalogue from their beginning into the mirror, and orders,
 * announcements and samples of quality beside them.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class LogFollower {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

  /* More than all partitions of a model write in one interval of reports. */
  private static final long LATEST_SAMPLES = 10_000;

  private final Consumer<byte[], byte[]> consumer;
  private final RowMirror mirror;
  private final TopicSpec userRows;
  private final TopicSpec itemRows;
  private final TopicSpec items;
  private final TopicSpec orders;
  private final TopicSpec announcements;
  private final TopicSpec samples;
  private final String model;
  private final ControlState control = new ControlState();
  private final LiveQuality quality;
  private Map<TopicPartition, Long> startEnds = Map.of();
  private long announcedVersion;
  private final Counter unreadable;

  /**
   * @param model whose announcements count
   * @param mirror takes rows and catalogue
   */
  LogFollower(
      Consumer<byte[], byte[]> consumer,
      TopicCatalogue catalogue,
      String model,
      RowMirror mirror,
      MeterRegistry metrics) {
    this.consumer = consumer;
    this.mirror = mirror;
    this.userRows = catalogue.userRows();
    this.itemRows = catalogue.itemRows();
    this.items = catalogue.items();
    this.orders = catalogue.control();
    this.announcements = catalogue.snapshots();
    this.samples = catalogue.metrics();
    this.model = model;
    this.quality = new LiveQuality(catalogue.model());
    this.unreadable =
        Counter.builder("eddyline.snapshot.unreadable.records")
            .description("records of rows and catalogue passed over because they cannot be read")
            .register(metrics);
  }

  /** Takes every partition of the topics, from its beginning; of the samples the latest. */
  void start() {
    List<TopicPartition> all =
        Stream.of(userRows, itemRows, items, orders, announcements, samples)
            .flatMap(this::partitions)
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    startEnds = consumer.endOffsets(all);
    partitions(samples)
        .forEach(
            partition ->
                consumer.seek(
                    partition,
                    Math.max(0, startEnds.getOrDefault(partition, 0L) - LATEST_SAMPLES)));
  }

  /**
   * Reads what is there, waiting at most {@code timeout} for the first record.
   *
   * @return records of rows and catalogue
   */
  int poll(Duration timeout) {
    int count = 0;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      apply(record);
      count += isRow(record.topic()) ? 1 : 0;
    }
    return count;
  }

  private boolean isRow(String topic) {
    return !topic.equals(orders.name())
        && !topic.equals(announcements.name())
        && !topic.equals(samples.name());
  }

  /** Whether everything that was there at the start has been read. */
  boolean caughtUp() {
    return startEnds.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Whether the announcements that were there at the start have been read. */
  boolean knowsAnnouncements() {
    return partitions(announcements)
        .allMatch(it -> consumer.position(it) >= startEnds.getOrDefault(it, 0L));
  }

  /** The highest version of the model that was announced, as far as it was read; 0 before any. */
  long announcedVersion() {
    return announcedVersion;
  }

  /** The orders in force, as far as they were read. */
  ControlState control() {
    return control;
  }

  /** Quality of late by the learner's own measure, as far as it was read. */
  LiveQuality quality() {
    return quality;
  }

  /** Next offset to read by partition. */
  Map<Integer, Long> userRowOffsets() {
    return positions(userRows);
  }

  Map<Integer, Long> itemRowOffsets() {
    return positions(itemRows);
  }

  Map<Integer, Long> itemOffsets() {
    return positions(items);
  }

  /**
   * A record that cannot be read is passed over, so that it stops nobody; the row before it stays.
   */
  private void apply(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(userRows.name())) {
        mirror.applyUserRecord(record.partition(), record.key(), record.value());
      } else if (record.topic().equals(itemRows.name())) {
        mirror.applyItemRecord(record.partition(), record.key(), record.value());
      } else if (record.topic().equals(orders.name())) {
        control.apply(record.key(), record.value());
      } else if (record.topic().equals(announcements.name())) {
        noteAnnouncement(record.value());
      } else if (record.topic().equals(samples.name())) {
        quality.apply(record.value());
      } else {
        mirror.applyCatalogueRecord(record.key(), record.value());
      }
    } catch (FormatException e) {
      unreadable.increment();
      LOG.warn(
          "{}-{} offset {} is not readable: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private void noteAnnouncement(byte @Nullable [] value) {
    if (value != null) {
      SnapshotAnnouncement announced = RecordSerdes.SNAPSHOT_ANNOUNCEMENT.decode(value);
      if (announced.getModel().equals(model)) {
        announcedVersion = Math.max(announcedVersion, announced.getVersion());
      }
    }
  }

  private Stream<TopicPartition> partitions(TopicSpec topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      partitions.add(new TopicPartition(topic.name(), partition));
    }
    return partitions.stream();
  }

  private Map<Integer, Long> positions(TopicSpec topic) {
    Map<Integer, Long> positions = new TreeMap<>();
    partitions(topic)
        .forEach(partition -> positions.put(partition.partition(), consumer.position(partition)));
    return positions;
  }
}
