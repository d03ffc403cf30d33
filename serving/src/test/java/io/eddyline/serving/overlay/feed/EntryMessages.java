package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.delta.DeltaBatch;
import io.eddyline.schemas.delta.DeltaStream;
import io.eddyline.schemas.delta.PackedNeighbours;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowNeighbours;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Whole rows as messages of a stream. */
final class EntryMessages {
  private EntryMessages() {}

  static void write(DeltaBatch batch, DeltaStream stream, LogEntry entry) {
    switch (entry) {
      case LogEntry.User user -> write(batch, stream, user.row());
      case LogEntry.Item item -> write(batch, stream, item.row());
      case LogEntry.Removal removal -> {
        var message = batch.beginRowRemoved(stream);
        message.updates(removal.version().updates()).appliedInput(removal.origin().appliedInput());
        batch.end(message.rowId(removal.id()), stream);
      }
      case LogEntry.Block block -> {
        var message = batch.beginSeenBlock(stream).block(block.block());
        var items = message.itemsCount(block.items().size());
        block.items().forEach(item -> items.next().itemId(item));
        batch.end(message.userId(block.userId()), stream);
      }
    }
  }

  private static void write(DeltaBatch batch, DeltaStream stream, OverlayUser row) {
    var message = batch.beginUserRow(stream);
    message
        .updates(row.origin().version().updates())
        .appliedInput(row.origin().appliedInput())
        .appendedAtMs(100)
        .cleanedAtMs(200)
        .trainedAtMs(300)
        .firstSeenBlock(row.firstSeenBlock())
        .nextSeenBlock(row.nextSeenBlock());
    var history = message.historyCount(row.history().size());
    row.history().forEach(item -> history.next().weight(1).eventTimeMs(1).itemId(item));
    var tail = message.seenTailCount(row.seenTail().size());
    row.seenTail().forEach(item -> tail.next().itemId(item));
    byte[] vector = bytes(row.vector());
    message.putVector(vector, 0, vector.length).userId(row.userId());
    batch.end(message, stream);
  }

  private static void write(DeltaBatch batch, DeltaStream stream, OverlayItem row) {
    var message = batch.beginItemRow(stream);
    byte[] vector = bytes(row.vector());
    byte[] momentum = bytes(row.momentum());
    byte[] context = bytes(row.context());
    message
        .updates(row.origin().version().updates())
        .appliedInput(row.origin().appliedInput())
        .popularity(row.popularity())
        .trend(row.trend())
        .popularityClock(row.popularityClock())
        .trainedPairs(1)
        .ordinal(0)
        .putVector(vector, 0, vector.length)
        .putMomentum(momentum, 0, momentum.length)
        .putContext(context, 0, context.length)
        .itemId(row.itemId());
    PackedNeighbours packed = new PackedNeighbours();
    RowNeighbours neighbours = row.neighbours();
    if (neighbours != null) {
      packed.begin();
      for (int k = 0; k < neighbours.ids().length; k++) {
        byte[] id = neighbours.ids()[k].getBytes(StandardCharsets.UTF_8);
        packed.add(id, id.length, neighbours.counts()[k]);
      }
    }
    batch.end(message.putNeighbours(packed.bytes(), 0, packed.length()), stream);
  }

  private static byte[] bytes(float[] vector) {
    byte[] bytes = new byte[vector.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
    return bytes;
  }
}
