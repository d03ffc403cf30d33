package io.eddyline.learner.snapshot.build;

import com.google.protobuf.ByteString;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.SeenBlock;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Records of the row topics with round values. */
final class TestRows {
  static final int DIMENSION = 4;
  static final int HALF_LIFE = 200;
  static final LearnerSettings SETTINGS =
      RecordSettings.bind(
          LearnerSettings.class,
          Map.ofEntries(
              Map.entry("dimension", String.valueOf(DIMENSION)),
              Map.entry("history-length", "5"),
              Map.entry("negatives", "8"),
              Map.entry("item-queue", "16"),
              Map.entry("user-queue", "16"),
              Map.entry("reservoir", "50"),
              Map.entry("seen-limit", "128"),
              Map.entry("pair-seen-limit", "20"),
              Map.entry("popularity-half-life", String.valueOf(HALF_LIFE))));

  private TestRows() {}

  static byte[] user(float first, List<String> history, List<String> seenTail) {
    UserRow.Builder row =
        UserRow.newBuilder()
            .setVector(vector(first, DIMENSION))
            .setMomentum(vector(first, DIMENSION))
            .addAllSeenTail(seenTail);
    history.forEach(item -> row.addHistory(HistoryEntry.newBuilder().setItemId(item).setWeight(1)));
    return RecordSerdes.USER_ROW.encode(row.build());
  }

  /** A user row whose vector has another dimension. */
  static byte[] misshapenUser() {
    return RecordSerdes.USER_ROW.encode(
        UserRow.newBuilder().setVector(vector(9, DIMENSION + 1)).build());
  }

  static byte[] item(float first, double popularity, long clock) {
    return RecordSerdes.ITEM_ROW.encode(itemRow(first, popularity, clock).build());
  }

  /** An item with the items visited before it and how often. */
  static byte[] item(float first, double popularity, Map<String, Float> neighbours) {
    ItemRow.Builder row = itemRow(first, popularity, 0);
    neighbours.forEach((id, count) -> row.addNeighbourIds(id).addNeighbourCounts(count));
    return RecordSerdes.ITEM_ROW.encode(row.build());
  }

  /** An item row with fewer counts than neighbours. */
  static byte[] misshapenItem() {
    return RecordSerdes.ITEM_ROW.encode(itemRow(9, 9, 0).addNeighbourIds("a").build());
  }

  private static ItemRow.Builder itemRow(float first, double popularity, long clock) {
    return ItemRow.newBuilder()
        .setVector(vector(first, DIMENSION))
        .setMomentum(vector(first, DIMENSION))
        .setContext(vector(0, DIMENSION))
        .setPopularity(popularity)
        .setPopularityClock(clock);
  }

  static byte[] seenBlock(List<String> items) {
    return RecordSerdes.SEEN_BLOCK.encode(SeenBlock.newBuilder().addAllItemIds(items).build());
  }

  static byte[] userProgress(long trainedEvents, int sourcePartition, long sourceOffset) {
    return RecordSerdes.ROW_PROGRESS.encode(
        RowProgress.newBuilder()
            .setTrainedEvents(trainedEvents)
            .putAppliedSourceOffsets(sourcePartition, sourceOffset)
            .build());
  }

  /** Progress with the sums of a score's tuner and the name of its grid. */
  static byte[] tuned(int grid, double[] sums) {
    return RecordSerdes.ROW_PROGRESS.encode(
        RowProgress.newBuilder()
            .setScoreGrid(grid)
            .addAllPriorScores(Arrays.stream(sums).boxed().toList())
            .build());
  }

  static byte[] itemProgress(long livePairs) {
    return RecordSerdes.ROW_PROGRESS.encode(
        RowProgress.newBuilder().setLivePairs(livePairs).build());
  }

  static byte[] catalogue(String id, String title, String attributesJson) {
    return RecordSerdes.ITEM.encode(
        Item.newBuilder()
            .setItemId(id)
            .setTitle(title)
            .setAttributesJson(attributesJson)
            .setAvailable(true)
            .build());
  }

  private static ByteString vector(float first, int dimension) {
    float[] values = new float[dimension];
    values[0] = first;
    values[1] = 1;
    return Vectors.encode(values, 0, dimension);
  }
}
