package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.serving.consumer.ConsumerThread;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads those partitions of the row topics that are ordered, each from its offset on and until it
 * is stopped, and hands over what was committed.
 *
 * <p>It keeps nothing on disk and has no group. While Kafka is away it tries again; what it has not
 * read comes later.
 *
 * <p>Threading: an own thread, {@code serving-overlay-catchup}, owns the consumer and all state;
 * {@link #read}, {@link #stop} and {@link #close} from any other. The queue of pieces is bounded:
 * the reader waits for room.
 */
final class LogReader implements RowLog, ConsumerThread.Work, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long LOOK_MS = 100;
  private static final int PIECE_ENTRIES = 256;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicCatalogue topics;
  private final BlockingQueue<LogPiece> pieces;
  private final FeedMeters meters;
  private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final Map<TopicPartition, Reading> readings = new HashMap<>();
  private final ConsumerThread thread;

  /** A partition is to be read from an offset on, or no more (offset below 0). */
  private record Order(RowPartition partition, long reading, long offset) {}

  /** A partition that is read. */
  private static final class Reading {
    private final Order order;
    private final LogTransaction transaction;
    private long end = -1;
    private boolean ended;

    private Reading(Order order) {
      this.order = order;
      this.transaction = new LogTransaction(order.partition());
    }

    private LogPiece piece(List<LogEntry> entries, AppliedMark mark) {
      return new LogPiece(order.partition(), order.reading(), entries, mark, false);
    }

    private LogPiece piece(List<LogEntry> entries) {
      return new LogPiece(order.partition(), order.reading(), entries, null, false);
    }

    private LogPiece end() {
      return new LogPiece(order.partition(), order.reading(), List.of(), null, true);
    }
  }

  /**
   * @param consumer without a group and without a reset of offsets, of committed records alone;
   *     closed by the reader's thread
   * @param pieces takes what is read
   */
  LogReader(
      Consumer<byte[], byte[]> consumer,
      TopicCatalogue topics,
      BlockingQueue<LogPiece> pieces,
      FeedMeters meters) {
    this.consumer = consumer;
    this.topics = topics;
    this.pieces = pieces;
    this.meters = meters;
    this.thread = new ConsumerThread("serving-overlay-catchup", consumer, this);
  }

  /** Sets the thread going. */
  void start() {
    thread.start();
  }

  @Override
  public void read(RowPartition partition, long offset, long reading) {
    order(new Order(partition, reading, offset));
  }

  @Override
  public void stop(RowPartition partition) {
    order(new Order(partition, 0, -1));
  }

  private void order(Order order) {
    orders.add(order);
    thread.wakeUp();
  }

  @Override
  public void turn() throws InterruptedException {
    obey();
    if (readings.isEmpty()) {
      return;
    }
    try {
      accept(consumer.poll(POLL));
      noteEnds();
    } catch (InvalidOffsetException e) {
      beginAnew(e.partitions());
    }
  }

  /** Takes up all orders; waits a little for one if there is nothing else to do. */
  private void obey() throws InterruptedException {
    Order next = readings.isEmpty() ? orders.poll(LOOK_MS, TimeUnit.MILLISECONDS) : orders.poll();
    for (; next != null; next = orders.poll()) {
      TopicPartition place = next.partition().logIn(topics);
      if (next.offset() < 0) {
        readings.remove(place);
        consumer.assign(readings.keySet());
      } else {
        readings.put(place, new Reading(next));
        consumer.assign(readings.keySet());
        consumer.seek(place, next.offset());
      }
    }
  }

  private void accept(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
    try {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        accept(record);
      }
    } catch (RuntimeException e) {
      readAgain();
      throw e;
    }
  }

  /* The consumer stands behind all that was polled: what was not handed over is read again. */
  private void readAgain() {
    readings.replaceAll((_, reading) -> new Reading(reading.order));
    readings.forEach((place, reading) -> consumer.seek(place, reading.order.offset()));
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    Reading reading = readings.get(new TopicPartition(record.topic(), record.partition()));
    if (reading == null) {
      return;
    }
    try {
      RowProgress progress = reading.transaction.take(record);
      if (progress != null) {
        hand(reading, reading.transaction.end(progress), mark(progress, record.timestamp()));
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

  private static AppliedMark mark(RowProgress progress, long atMs) {
    return AppliedMark.of(
        progress.getEpoch(),
        progress.getAppliedInputOffset(),
        progress.getAppliedSourceOffsetsMap(),
        Math.max(0, atMs));
  }

  private void hand(Reading reading, List<LogEntry> entries, AppliedMark mark)
      throws InterruptedException {
    int from = 0;
    for (; entries.size() - from > PIECE_ENTRIES; from += PIECE_ENTRIES) {
      hand(reading.piece(entries.subList(from, from + PIECE_ENTRIES)));
    }
    hand(reading.piece(entries.subList(from, entries.size()), mark));
  }

  private void hand(LogPiece piece) throws InterruptedException {
    boolean handed = false;
    while (!handed && thread.isRunning()) {
      handed = pieces.offer(piece, LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Tells of each reading once when it has come to the end that the log had when it began. */
  private void noteEnds() throws InterruptedException {
    for (Map.Entry<TopicPartition, Reading> entry : readings.entrySet()) {
      Reading reading = entry.getValue();
      if (reading.ended) {
        continue;
      }
      TopicPartition place = entry.getKey();
      if (reading.end < 0) {
        reading.end = consumer.endOffsets(List.of(place), PATIENCE).getOrDefault(place, -1L);
      }
      if (reading.end >= 0 && consumer.position(place, PATIENCE) >= reading.end) {
        reading.ended = true;
        hand(reading.end());
      }
    }
  }

  /** The topic was made anew, or lost its beginning: the manifests' offsets mean nothing. */
  private void beginAnew(Iterable<TopicPartition> lost) {
    for (TopicPartition place : lost) {
      log.warn("{} does not have the offset that is read, reading it from its beginning", place);
      readings.computeIfPresent(place, (_, reading) -> new Reading(reading.order));
      consumer.seekToBeginning(List.of(place));
    }
  }

  /** Stops the thread and waits for it. */
  @Override
  public void close() {
    thread.close();
  }
}
