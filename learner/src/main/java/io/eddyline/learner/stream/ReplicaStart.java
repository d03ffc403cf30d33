package io.eddyline.learner.stream;

import io.eddyline.learner.image.ImageFile;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.learner.table.ReplicaReader;
import io.eddyline.learner.table.TableColumns;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Fills the item replica from the images that item tasks of this process have left, so that of
 * their partitions only what is behind the images is read from the log. The images stay: the tasks
 * take them next.
 *
 * <p>Rows get the epoch of the progress that they stand at. No version in the image has a later
 * one, and every version behind it has.
 *
 * <p>Threading: Streams' global thread, before any task begins.
 */
final class ReplicaStart {
  private static final int UNKNOWN = -1;

  private final LearnerParts parts;
  private final Supplier<ItemTable> newTable;
  private final String topic;

  /**
   * @param newTable makes an empty table of the images' shape
   * @param topic of the item rows
   */
  ReplicaStart(LearnerParts parts, Supplier<ItemTable> newTable, String topic) {
    this.parts = parts;
    this.newTable = newTable;
    this.topic = topic;
  }

  boolean isOn() {
    return parts.images().isOn();
  }

  /**
   * Takes the rows of all partitions that have an image.
   *
   * @param folder with a folder for each task
   * @return where the log is to be read from, of those partitions
   */
  Map<TopicPartition, Long> read(Path folder) {
    Map<TopicPartition, Long> next = new HashMap<>();
    for (Path path : images(folder)) {
      int partition = partition(path);
      if (partition < parts.itemPartitions()) {
        TopicPartition log = new TopicPartition(topic, partition);
        ItemTable table = newTable.get();
        String shape = TableColumns.shape(table);
        ImageFile image = parts.images().open(path, TopicCatalogue.ITEM_STORE, log, shape);
        if (image != null && isTaken(image, table, path, log)) {
          next.put(log, image.header().offset() + 1);
        }
      }
    }
    return next;
  }

  /* The process would not get past an image that cannot be read: it must not meet it again. */
  private boolean isTaken(ImageFile image, ItemTable table, Path path, TopicPartition log) {
    try {
      image.read(
          in -> {
            RowProgress progress = RecordSerdes.ROW_PROGRESS.decode(in.getBytes());
            TableColumns.read(table, in);
            take(table, progress, log.partition());
          });
      return true;
    } catch (UncheckedIOException | FormatException e) {
      LocalImages.passOver(path, TopicCatalogue.ITEM_STORE, log, e.toString());
      return false;
    }
  }

  /* A task's folder is called SUBTOPOLOGY_PARTITION. */
  private static List<Path> images(Path folder) {
    String name = TopicCatalogue.ITEM_STORE + StoreImage.SUFFIX;
    try (Stream<Path> tasks = Files.list(folder)) {
      return tasks
          .filter(task -> task.getFileName().toString().matches("\\d+_\\d{1,9}"))
          .map(task -> task.resolve(name))
          .filter(Files::exists)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int partition(Path image) {
    String task = String.valueOf(image.getName(image.getNameCount() - 2));
    return Integer.parseInt(task.substring(task.indexOf('_') + 1));
  }

  private void take(ItemTable table, RowProgress progress, int partition) {
    ItemReplica replica = parts.replica();
    replica.advanceClock(partition, progress.getLivePairs());
    ItemImage row = new ItemImage(replica.dimension());
    int[] ordinals = new int[table.neighbours().numbers()];
    Arrays.fill(ordinals, UNKNOWN);
    // No ordinal is given to another item while they are remembered here.
    ReplicaReader remembered = replica.addReader();
    try {
      for (int k = 0; k < table.size(); k++) {
        if (table.holds(k)) {
          table.read(k, row);
          row.partition = partition;
          row.epoch = progress.getEpoch();
          name(row, table.neighbours(), replica, ordinals);
          replica.apply(table.id(k), row);
        }
      }
    } finally {
      remembered.close();
    }
    progress
        .getAppliedSourceOffsetsMap()
        .forEach((source, offset) -> parts.lead().applied(partition, source, offset));
  }

  /* Gives the row's neighbours their ordinals in the replica for their numbers in the lists. */
  private static void name(
      ItemImage row, NeighbourLists lists, ItemReplica replica, int[] ordinals) {
    for (int slot = 0; slot < row.neighbourCount; slot++) {
      int number = row.neighbours[slot];
      if (ordinals[number] == UNKNOWN) {
        ordinals[number] = replica.ordinalOf(lists.idOf(number));
      }
      row.neighbours[slot] = ordinals[number];
    }
  }
}
