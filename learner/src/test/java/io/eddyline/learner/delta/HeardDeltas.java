package io.eddyline.learner.delta;

import io.eddyline.learner.delta.DeltaMessage.Kind;
import io.eddyline.schemas.delta.DeltaHandler;
import io.eddyline.schemas.delta.PackedNeighbours;
import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.RowRemovedDecoder;
import io.eddyline.schemas.delta.sbe.SeenBlockDecoder;
import io.eddyline.schemas.delta.sbe.StreamPlaceDecoder;
import io.eddyline.schemas.delta.sbe.StreamStartDecoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps every message that it hears. */
final class HeardDeltas implements DeltaHandler {
  final List<DeltaMessage> messages = new ArrayList<>();

  private void add(
      StreamPlaceDecoder place,
      Kind kind,
      String id,
      long updates,
      long input,
      List<String> items,
      List<String> seenTail,
      List<Long> timesMs,
      Map<Integer, Long> sources) {
    messages.add(
        new DeltaMessage(
            kind,
            place.side(),
            place.partition(),
            place.epoch(),
            place.sequence(),
            id,
            updates,
            input,
            items,
            seenTail,
            timesMs,
            sources));
  }

  private void add(StreamPlaceDecoder place, Kind kind, String id, long updates, long input) {
    add(place, kind, id, updates, input, List.of(), List.of(), List.of(), Map.of());
  }

  @Override
  public void onStreamStart(StreamStartDecoder message) {
    add(message.place(), Kind.START, "", 0, message.restoredInput());
  }

  @Override
  public void onUserRow(UserRowDecoder message) {
    List<String> history = new ArrayList<>();
    message.history().forEach(entry -> history.add(entry.itemId()));
    List<String> tail = new ArrayList<>();
    message.seenTail().forEach(entry -> tail.add(entry.itemId()));
    int _ = message.skipVector();
    List<Long> times =
        List.of(message.appendedAtMs(), message.cleanedAtMs(), message.trainedAtMs());
    add(
        message.place(),
        Kind.USER,
        message.userId(),
        message.updates(),
        message.appliedInput(),
        history,
        tail,
        times,
        Map.of());
  }

  @Override
  public void onSeenBlock(SeenBlockDecoder message) {
    List<String> items = new ArrayList<>();
    message.items().forEach(entry -> items.add(entry.itemId()));
    add(
        message.place(),
        Kind.BLOCK,
        message.userId(),
        message.block(),
        0,
        items,
        List.of(),
        List.of(),
        Map.of());
  }

  @Override
  public void onItemRow(ItemRowDecoder message) {
    int _ = message.skipVector();
    int _ = message.skipMomentum();
    int _ = message.skipContext();
    String id = message.itemId();
    UnsafeBuffer list = new UnsafeBuffer(0, 0);
    message.wrapNeighbours(list);
    add(
        message.place(),
        Kind.ITEM,
        id,
        message.updates(),
        message.appliedInput(),
        list.capacity() == 0 ? List.of() : neighbours(list),
        List.of(),
        List.of(),
        Map.of());
  }

  private static List<String> neighbours(UnsafeBuffer list) {
    List<String> texts = new ArrayList<>();
    PackedNeighbours.read(
        list,
        new PackedNeighbours.Reader() {
          @Override
          public void begin(int number) {
            texts.add(number + ":");
          }

          @Override
          public void read(int index, int from, int idBytes, float count) {
            texts.add(list.getStringWithoutLengthUtf8(from, idBytes) + " " + count);
          }
        });
    return texts;
  }

  @Override
  public void onRowRemoved(RowRemovedDecoder message) {
    add(message.place(), Kind.REMOVED, message.rowId(), message.updates(), message.appliedInput());
  }

  @Override
  public void onWatermark(WatermarkDecoder message) {
    Map<Integer, Long> sources = new TreeMap<>();
    message.sources().forEach(entry -> sources.put(entry.partition(), entry.offset()));
    add(
        message.place(),
        Kind.WATERMARK,
        "",
        0,
        message.appliedInput(),
        List.of(),
        List.of(),
        List.of(),
        sources);
  }

  @Override
  public void onUnknown(int templateId) {
    throw new AssertionError("template " + templateId);
  }
}
