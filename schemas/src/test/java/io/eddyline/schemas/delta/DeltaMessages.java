package io.eddyline.schemas.delta;

import io.eddyline.schemas.delta.sbe.ItemRowEncoder;
import io.eddyline.schemas.delta.sbe.RowRemovedEncoder;
import io.eddyline.schemas.delta.sbe.SeenBlockEncoder;
import io.eddyline.schemas.delta.sbe.StreamStartEncoder;
import io.eddyline.schemas.delta.sbe.UserRowEncoder;
import io.eddyline.schemas.delta.sbe.WatermarkEncoder;
import java.util.List;

/** Writes messages from plain values. */
final class DeltaMessages {
  private DeltaMessages() {}

  static void userRow(
      DeltaBatch batch,
      DeltaStream stream,
      String user,
      long updates,
      List<String> history,
      List<String> seen,
      List<Byte> vector) {
    UserRowEncoder row =
        batch
            .beginUserRow(stream)
            .updates(updates)
            .appliedInput(updates)
            .appendedAtMs(1)
            .cleanedAtMs(2)
            .trainedAtMs(3)
            .firstSeenBlock(0)
            .nextSeenBlock(1);
    UserRowEncoder.HistoryEncoder entries = row.historyCount(history.size());
    history.forEach(item -> entries.next().weight(1).eventTimeMs(7).itemId(item));
    UserRowEncoder.SeenTailEncoder tail = row.seenTailCount(seen.size());
    seen.forEach(item -> tail.next().itemId(item));
    byte[] bytes = bytes(vector);
    row.putVector(bytes, 0, bytes.length).userId(user);
    batch.end(row, stream);
  }

  static void watermark(
      DeltaBatch batch, DeltaStream stream, long appliedInput, List<Integer> sources) {
    WatermarkEncoder mark =
        batch.beginWatermark(stream).appliedInput(appliedInput).livePairs(0).atMs(5);
    WatermarkEncoder.SourcesEncoder entries = mark.sourcesCount(sources.size());
    sources.forEach(source -> entries.next().partition(source).offset(2L * source));
    batch.end(mark, stream);
  }

  static void itemRow(DeltaBatch batch, DeltaStream stream, String item, List<Byte> vector) {
    byte[] bytes = bytes(vector);
    ItemRowEncoder row =
        batch
            .beginItemRow(stream)
            .updates(4)
            .appliedInput(5)
            .popularity(1.5)
            .trend(0.5)
            .popularityClock(6)
            .trainedPairs(7)
            .ordinal(8)
            .putVector(bytes, 0, bytes.length)
            .putMomentum(bytes, 0, bytes.length)
            .putContext(bytes, 0, bytes.length)
            .itemId(item);
    PackedNeighbours neighbours = new PackedNeighbours();
    neighbours.begin();
    neighbours.add(new byte[] {'n'}, 1, 2.5f);
    batch.end(row.putNeighbours(neighbours.bytes(), 0, neighbours.length()), stream);
  }

  static void oneOfEach(DeltaBatch batch, DeltaStream stream) {
    StreamStartEncoder start = batch.beginStreamStart(stream).restoredInput(-1);
    batch.end(start, stream);
    SeenBlockEncoder block = batch.beginSeenBlock(stream).block(2);
    block.itemsCount(2).next().itemId("a").next().itemId("b");
    batch.end(block.userId("user"), stream);
    userRow(batch, stream, "user", 3, List.of("c", "é"), List.of("d"), List.of((byte) 1));
    itemRow(batch, stream, "item", List.of((byte) 1, (byte) 2));
    RowRemovedEncoder removed = batch.beginRowRemoved(stream).updates(9).appliedInput(8);
    batch.end(removed.rowId("gone"), stream);
    watermark(batch, stream, 10, List.of(0, 1));
  }

  private static byte[] bytes(List<Byte> values) {
    byte[] bytes = new byte[values.size()];
    for (int k = 0; k < bytes.length; k++) {
      bytes[k] = values.get(k);
    }
    return bytes;
  }
}
