package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.SeenBlockDecoder;
import io.eddyline.schemas.delta.sbe.StreamPlaceDecoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes rows of the stream's messages. Groups and strings are read in the order of the fields.
 *
 * <p>Threading: the overlay agent.
 */
final class DeltaRows {
  private final DirectBuffer bytes = new UnsafeBuffer(0, 0);

  OverlayUser user(UserRowDecoder message) {
    RowOrigin origin = origin(message.place(), message.updates(), message.appliedInput());
    EventTimes times =
        new EventTimes(message.appendedAtMs(), message.cleanedAtMs(), message.trainedAtMs());
    int firstSeenBlock = message.firstSeenBlock();
    int nextSeenBlock = message.nextSeenBlock();
    List<String> history = new ArrayList<>();
    for (UserRowDecoder.HistoryDecoder entry : message.history()) {
      history.add(entry.itemId());
    }
    List<String> seenTail = new ArrayList<>();
    for (UserRowDecoder.SeenTailDecoder entry : message.seenTail()) {
      seenTail.add(entry.itemId());
    }
    message.wrapVector(bytes);
    float[] vector = floats(bytes);
    return SoundRows.sound(
        new OverlayUser(
            message.userId(),
            origin,
            vector,
            history,
            seenTail,
            firstSeenBlock,
            nextSeenBlock,
            times));
  }

  OverlayItem item(ItemRowDecoder message) {
    RowOrigin origin = origin(message.place(), message.updates(), message.appliedInput());
    double popularity = message.popularity();
    double trend = message.trend();
    message.wrapVector(bytes);
    float[] vector = floats(bytes);
    message.wrapMomentum(bytes);
    float[] momentum = floats(bytes);
    message.wrapContext(bytes);
    float[] context = floats(bytes);
    return SoundRows.sound(
        new OverlayItem(message.itemId(), origin, vector, momentum, context, popularity, trend));
  }

  static List<String> items(SeenBlockDecoder message) {
    List<String> items = new ArrayList<>();
    for (SeenBlockDecoder.ItemsDecoder entry : message.items()) {
      items.add(entry.itemId());
    }
    return items;
  }

  static AppliedMark mark(WatermarkDecoder message) {
    long epoch = message.place().epoch();
    long input = message.appliedInput();
    long atMs = message.atMs();
    Map<Integer, Long> sources = new HashMap<>();
    for (WatermarkDecoder.SourcesDecoder source : message.sources()) {
      sources.put(source.partition(), source.offset());
    }
    return new AppliedMark(epoch, input, sources, atMs);
  }

  static RowOrigin origin(StreamPlaceDecoder place, long updates, long appliedInput) {
    return new RowOrigin(place.partition(), new RowVersion(place.epoch(), updates), appliedInput);
  }

  private static float[] floats(DirectBuffer vector) {
    if (vector.capacity() % Float.BYTES != 0) {
      throw new FormatException(
          "vector of %d bytes, expected a multiple of %d"
              .formatted(vector.capacity(), Float.BYTES));
    }
    float[] values = new float[vector.capacity() / Float.BYTES];
    for (int k = 0; k < values.length; k++) {
      values[k] = vector.getFloat(k * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    }
    return values;
  }
}
