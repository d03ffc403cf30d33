package io.eddyline.schemas.delta;

import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.RowRemovedDecoder;
import io.eddyline.schemas.delta.sbe.SeenBlockDecoder;
import io.eddyline.schemas.delta.sbe.StreamPlaceDecoder;
import io.eddyline.schemas.delta.sbe.StreamStartDecoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A handler that writes a line for each message. */
final class Heard implements DeltaHandler {
  final List<String> lines = new ArrayList<>();

  @Override
  public void onStreamStart(StreamStartDecoder message) {
    say(message.place(), "start " + message.restoredInput());
  }

  @Override
  public void onUserRow(UserRowDecoder message) {
    List<String> history = new ArrayList<>();
    message.history().forEach(entry -> history.add(entry.itemId()));
    List<String> seen = new ArrayList<>();
    message.seenTail().forEach(entry -> seen.add(entry.itemId()));
    byte[] vector = new byte[message.vectorLength()];
    message.getVector(vector, 0, vector.length);
    say(
        message.place(),
        "user %s %d history %s seen %s vector %s"
            .formatted(message.userId(), message.updates(), history, seen, list(vector)));
  }

  @Override
  public void onSeenBlock(SeenBlockDecoder message) {
    List<String> items = new ArrayList<>();
    message.items().forEach(entry -> items.add(entry.itemId()));
    say(message.place(), "block %d %s of %s".formatted(message.block(), items, message.userId()));
  }

  @Override
  public void onItemRow(ItemRowDecoder message) {
    byte[] vector = new byte[message.vectorLength()];
    message.getVector(vector, 0, vector.length);
    byte[] momentum = new byte[message.momentumLength()];
    message.getMomentum(momentum, 0, momentum.length);
    byte[] context = new byte[message.contextLength()];
    message.getContext(context, 0, context.length);
    say(
        message.place(),
        "item %s %d vectors %s %s %s popularity %s %s"
                .formatted(
                    message.itemId(),
                    message.updates(),
                    list(vector),
                    list(momentum),
                    list(context),
                    message.popularity(),
                    message.trend())
            + neighbours(message));
  }

  /* Read by their order: id and vectors were read before. */
  private static String neighbours(ItemRowDecoder message) {
    UnsafeBuffer list = new UnsafeBuffer(0, 0);
    message.wrapNeighbours(list);
    if (list.capacity() == 0) {
      return "";
    }
    return " neighbours " + NeighbourTexts.of(list);
  }

  @Override
  public void onRowRemoved(RowRemovedDecoder message) {
    say(message.place(), "removed " + message.rowId());
  }

  @Override
  public void onWatermark(WatermarkDecoder message) {
    List<String> sources = new ArrayList<>();
    message.sources().forEach(entry -> sources.add(entry.partition() + ":" + entry.offset()));
    say(message.place(), "watermark %d sources %s".formatted(message.appliedInput(), sources));
  }

  @Override
  public void onUnknown(int templateId) {
    lines.add("unknown " + templateId);
  }

  private void say(StreamPlaceDecoder place, String what) {
    lines.add("%s-%d %d %s".formatted(place.side(), place.partition(), place.sequence(), what));
  }

  private static List<Byte> list(byte[] bytes) {
    List<Byte> values = new ArrayList<>();
    for (byte value : bytes) {
      values.add(value);
    }
    return values;
  }
}
