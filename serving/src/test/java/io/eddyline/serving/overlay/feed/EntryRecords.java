package io.eddyline.serving.overlay.feed;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.record.SeenBlock;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.Vectors;
import io.eddyline.serving.RowTopics;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowNeighbours;
import io.eddyline.serving.overlay.RowOrigin;

/** Whole rows as records of a row topic. */
final class EntryRecords {
  private EntryRecords() {}

  static void append(RowTopics topics, boolean ofUsers, LogEntry entry) {
    byte[] key =
        switch (entry) {
          case LogEntry.Block block -> RowKeys.seenBlock(block.userId(), block.block());
          case LogEntry.Row row -> RowKeys.row(row.id());
        };
    byte[] value =
        switch (entry) {
          case LogEntry.User user -> RecordSerdes.USER_ROW.encode(record(user.row()));
          case LogEntry.Item item -> RecordSerdes.ITEM_ROW.encode(record(item.row()));
          case LogEntry.Removal _ -> null;
          case LogEntry.Block block ->
              RecordSerdes.SEEN_BLOCK.encode(
                  SeenBlock.newBuilder().addAllItemIds(block.items()).build());
        };
    topics.record(ofUsers, 0, key, value);
  }

  private static UserRow record(OverlayUser row) {
    UserRow.Builder record =
        UserRow.newBuilder()
            .setVersion(version(row.origin()))
            .setVector(bytes(row.vector()))
            .setMomentum(bytes(row.vector()))
            .addAllSeenTail(row.seenTail())
            .setFirstSeenBlock(row.firstSeenBlock())
            .setNextSeenBlock(row.nextSeenBlock());
    row.history()
        .forEach(item -> record.addHistory(HistoryEntry.newBuilder().setItemId(item).setWeight(1)));
    return record.build();
  }

  private static ItemRow record(OverlayItem row) {
    RowNeighbours neighbours = requireNonNull(row.neighbours(), "logged rows say their neighbours");
    ItemRow.Builder record = ItemRow.newBuilder();
    for (int k = 0; k < neighbours.ids().length; k++) {
      record.addNeighbourIds(neighbours.ids()[k]).addNeighbourCounts(neighbours.counts()[k]);
    }
    return record
        .setVersion(version(row.origin()))
        .setVector(bytes(row.vector()))
        .setMomentum(bytes(row.momentum()))
        .setContext(bytes(row.context()))
        .setPopularity(row.popularity())
        .setTrend(row.trend())
        .setPopularityClock(row.popularityClock())
        .build();
  }

  private static RowVersion version(RowOrigin origin) {
    return RowVersion.newBuilder()
        .setEpoch(origin.version().epoch())
        .setCount(origin.version().updates())
        .build();
  }

  private static ByteString bytes(float[] vector) {
    return Vectors.encode(vector, 0, vector.length);
  }
}
