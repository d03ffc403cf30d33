package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Manifest.Mark;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the row topics and the catalogue say at the offsets read so far.
 *
 * <p>A commit writes the rows of a partition before its progress record, so what a progress record
 * claims is here when it is here.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class RowMirror {
  private final ItemMirror items;
  private final UserMirror users;
  private final Map<String, CatalogueEntry> catalogue = new TreeMap<>();
  private final Map<Integer, RowProgress> userProgress = new HashMap<>();
  private final Map<Integer, RowProgress> itemProgress = new HashMap<>();

  /**
   * @param recent is offered each user with a new interaction
   */
  RowMirror(int dimension, RecentUsers recent) {
    items = new ItemMirror(dimension);
    users = new UserMirror(dimension, items, recent);
  }

  ItemMirror items() {
    return items;
  }

  UserMirror users() {
    return users;
  }

  /** Entries by item id, in the order of the ids. */
  Map<String, CatalogueEntry> catalogue() {
    return catalogue;
  }

  /** Lets go of the items that have no row and that neither a user nor another item refers to. */
  void releaseItems() {
    BitSet referred = new BitSet(items.numberCount());
    users.markReferred(referred);
    items.markReferred(referred);
    items.release(referred);
  }

  /** Takes a record of the user rows' topic. */
  void applyUserRecord(int partition, byte[] key, byte @Nullable [] value) {
    switch (RowKeys.kind(key)) {
      case ROW ->
          applyOrRemove(
              value,
              bytes -> users.put(RowKeys.id(key), RecordSerdes.USER_ROW.decode(bytes)),
              () -> users.remove(RowKeys.id(key)));
      case SEEN_BLOCK ->
          applyOrRemove(
              value,
              bytes ->
                  users.putSeenBlock(
                      RowKeys.id(key), RowKeys.block(key), RecordSerdes.SEEN_BLOCK.decode(bytes)),
              () -> users.removeSeenBlock(RowKeys.id(key), RowKeys.block(key)));
      case PROGRESS -> applyProgress(userProgress, partition, value);
    }
  }

  /** Takes a record of the item rows' topic. */
  void applyItemRecord(int partition, byte[] key, byte @Nullable [] value) {
    switch (RowKeys.kind(key)) {
      case ROW ->
          applyOrRemove(
              value,
              bytes -> items.put(RowKeys.id(key), partition, RecordSerdes.ITEM_ROW.decode(bytes)),
              () -> items.remove(RowKeys.id(key)));
      case PROGRESS -> applyProgress(itemProgress, partition, value);
      case SEEN_BLOCK -> {
        // Seen blocks belong to users; an item topic has none.
      }
    }
  }

  /** Takes a record of the catalogue; the item of a tombstone stays as an unavailable one. */
  void applyCatalogueRecord(byte @Nullable [] key, byte @Nullable [] value) {
    String id = CatalogueEntry.id(key);
    catalogue.put(id, CatalogueEntry.of(id, value));
  }

  /** Distinct events in the rows. */
  long trainedEvents() {
    return userProgress.values().stream().mapToLong(RowProgress::getTrainedEvents).sum();
  }

  /** Highest applied offset of the events topic by partition. */
  Map<Integer, Long> appliedEvents() {
    Map<Integer, Long> applied = new TreeMap<>();
    for (RowProgress progress : userProgress.values()) {
      progress
          .getAppliedSourceOffsetsMap()
          .forEach((partition, offset) -> applied.merge(partition, offset, Math::max));
    }
    return applied;
  }

  /** Offset of the interactions topic up to which the users are trained, by partition. */
  Map<Integer, Long> appliedInteractions() {
    Map<Integer, Long> applied = new TreeMap<>();
    userProgress.forEach(
        (partition, progress) -> applied.put(partition, progress.getAppliedInputOffset()));
    return applied;
  }

  /** What the users of each partition go up to. */
  Map<Integer, Mark> userMarks() {
    return marks(userProgress);
  }

  /** What the items of each partition go up to. */
  Map<Integer, Mark> itemMarks() {
    return marks(itemProgress);
  }

  private static Map<Integer, Mark> marks(Map<Integer, RowProgress> progresses) {
    Map<Integer, Mark> marks = new TreeMap<>();
    progresses.forEach(
        (partition, progress) ->
            marks.put(
                partition,
                new Mark(
                    progress.getEpoch(),
                    progress.getAppliedInputOffset(),
                    progress.getLivePairs())));
    return marks;
  }

  /**
   * The partitions' running averages of the tuned weights, summed; empty before any.
   *
   * @param grid of the candidates; averages of others are left out
   */
  double[] tunedScores(int grid) {
    double[] sums = {};
    for (RowProgress progress : userProgress.values()) {
      int count = progress.getScoreGrid() == grid ? progress.getPriorScoresCount() : 0;
      if (sums.length < count) {
        sums = Arrays.copyOf(sums, count);
      }
      for (int at = 0; at < count; at++) {
        sums[at] += progress.getPriorScores(at);
      }
    }
    return sums;
  }

  /** Live pairs of an item partition, the clock of its popularities. */
  long livePairs(int partition) {
    RowProgress progress = itemProgress.get(partition);
    return progress == null ? 0 : progress.getLivePairs();
  }

  private static void applyProgress(
      Map<Integer, RowProgress> target, int partition, byte @Nullable [] value) {
    if (value != null) {
      target.put(partition, RecordSerdes.ROW_PROGRESS.decode(value));
    }
  }

  private static void applyOrRemove(
      byte @Nullable [] value, Consumer<byte[]> apply, Runnable remove) {
    if (value == null) {
      remove.run();
    } else {
      apply.accept(value);
    }
  }
}
