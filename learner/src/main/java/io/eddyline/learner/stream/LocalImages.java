package io.eddyline.learner.stream;

import io.eddyline.learner.image.ColumnWriter;
import io.eddyline.learner.image.ImageFile;
import io.eddyline.learner.image.ImageHeader;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.RowStamp;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images of the stores in the tasks' folders, by which a process that ends in good order leaves its
 * rows to the next one. They save time and nothing else: one that is missing, damaged or of another
 * log or setting is passed over, and the rows are restored from Kafka.
 *
 * <p>Threading: thread-safe; an image is one thread's at a time.
 */
final class LocalImages {
  private static final Logger LOG = LoggerFactory.getLogger(LocalImages.class);
  private static final double MEGABYTE = 1e6;

  private final boolean on;
  private final String settings;
  private final LongSupplier nanoClock;
  private final LongSupplier epochClock;
  private final Transactions transactions = new Transactions();
  private final Changelogs changelogs = new Changelogs();
  private volatile boolean closing;
  private volatile long deadlineNs;

  /**
   * @param on whether there are images
   * @param stamp of the settings that rows depend on
   * @param epochClock milliseconds since 1970
   */
  LocalImages(boolean on, RowStamp stamp, LongSupplier nanoClock, LongSupplier epochClock) {
    this.on = on;
    this.settings = RowStamps.describe(stamp);
    this.nanoClock = nanoClock;
    this.epochClock = epochClock;
  }

  boolean isOn() {
    return on;
  }

  /** To be told how the transactions of the stream threads end. */
  Transactions transactions() {
    return transactions;
  }

  Changelogs changelogs() {
    return changelogs;
  }

  /** Asks Kafka for what an image must agree with; without an answer no image is used. */
  void ask(TopicCatalogue topics, Map<String, Object> kafka) {
    if (on) {
      try {
        changelogs.ask(topics, kafka);
      } catch (RuntimeException e) {
        LOG.warn("no local image is used, for nothing is known of the changelogs", e);
      }
    }
  }

  /**
   * The process ends: stores that are closed from now on leave images, as long as there is time.
   */
  void closing(long timeoutNs) {
    deadlineNs = nanoClock.getAsLong() + timeoutNs;
    closing = true;
  }

  /** Whether a store that is closed now is to leave an image. */
  boolean areLeft() {
    return on && closing;
  }

  private boolean isLate() {
    return nanoClock.getAsLong() - deadlineNs > 0;
  }

  /**
   * Opens the image of a store, or passes over it and deletes it.
   *
   * @param shape settings beside the rows' stamp that must be the same
   * @return null if there is none that can be gone on from
   */
  @Nullable ImageFile open(Path path, String store, TopicPartition log, String shape) {
    try {
      if (!Files.exists(path)) {
        ImageFile.delete(path);
        return null;
      }
      ImageFile image = ImageFile.open(path);
      String objection = objection(image.header(), store, log, shape);
      if (objection == null) {
        return image;
      }
      image.close();
      passOver(path, store, log, objection);
    } catch (IOException | UncheckedIOException | FormatException e) {
      passOver(path, store, log, e.toString());
    }
    return null;
  }

  private @Nullable String objection(
      ImageHeader image, String store, TopicPartition log, String shape) {
    if (!image.store().equals(store)
        || !image.topic().equals(log.topic())
        || image.partition() != log.partition()) {
      return "it is of %s, %s-%d".formatted(image.store(), image.topic(), image.partition());
    }
    if (!image.settings().equals(settings(shape))) {
      return "it was made with %s, expected %s".formatted(image.settings(), settings(shape));
    }
    return changelogs.objection(image, epochClock.getAsLong());
  }

  /** Deletes an image and says why. */
  static void passOver(Path path, String store, TopicPartition log, String reason) {
    LOG.info(
        "the local image of {} {} is passed over, and all is restored from Kafka: {}",
        store,
        log.partition(),
        reason);
    try {
      ImageFile.delete(path);
    } catch (IOException e) {
      LOG.warn("it cannot be deleted", e);
    }
  }

  /** Writes the image of a store; if that fails there is none, and the log says why. */
  void write(
      Path path,
      String store,
      TopicPartition log,
      long offset,
      String shape,
      Consumer<ColumnWriter> columns) {
    long startNs = nanoClock.getAsLong();
    String topicId = changelogs.topicId(log);
    if (topicId.isEmpty()) {
      return;
    }
    ImageHeader header =
        new ImageHeader(
            store,
            log.topic(),
            log.partition(),
            topicId,
            offset,
            epochClock.getAsLong(),
            settings(shape));
    try {
      long bytes = ImageFile.write(path, header, columns, this::isLate);
      LOG.info(
          "left the image of {} {} at offset {}: {} MB in {} ms",
          store,
          log.partition(),
          offset,
          String.format(Locale.ROOT, "%.1f", bytes / MEGABYTE),
          TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - startNs));
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "no image of {} {} is left, the next start restores from Kafka: {}",
          store,
          log.partition(),
          e.toString());
    }
  }

  private String settings(String shape) {
    return shape.isEmpty() ? settings : settings + ", " + shape;
  }
}
