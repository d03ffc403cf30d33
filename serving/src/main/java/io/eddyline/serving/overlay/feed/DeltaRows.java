package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.delta.PackedNeighbours;
import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.SeenBlockDecoder;
import io.eddyline.schemas.delta.sbe.StreamPlaceDecoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowNeighbours;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the stream's messages. Groups and strings are read in the order of the fields.
 *
 * <p>What is allocated is what the row keeps: its vectors, its lists and their records, and an id
 * that was not seen lately. Beside that, a list of more than two costs an array once more, since
 * lists that never change copy what they are made of.
 *
 * <p>Threading: the overlay agent.
 */
final class DeltaRows {
  private final DirectBuffer bytes = new UnsafeBuffer(0, 0);
  private final RecentIds ids = new RecentIds();
  private final AppliedMark mark = new AppliedMark();
  private final DirectBuffer idText = new UnsafeBuffer(0, 0);
  private final NeighbourReader neighbourReader = new NeighbourReader();
  private String[] neighbourIds = {};
  private float[] neighbourCounts = {};

  OverlayUser user(UserRowDecoder message) {
    RowOrigin origin = origin(message.place(), message.updates(), message.appliedInput());
    EventTimes times =
        new EventTimes(message.appendedAtMs(), message.cleanedAtMs(), message.trainedAtMs());
    int firstSeenBlock = message.firstSeenBlock();
    int nextSeenBlock = message.nextSeenBlock();
    List<String> history = history(message.history());
    List<String> seenTail = seenTail(message.seenTail());
    message.wrapVector(bytes);
    float[] vector = floats(bytes);
    message.wrapUserId(bytes);
    return SoundRows.sound(
        new OverlayUser(
            ids.id(bytes),
            origin,
            vector,
            history,
            seenTail,
            firstSeenBlock,
            nextSeenBlock,
            times));
  }

  private List<String> history(UserRowDecoder.HistoryDecoder entries) {
    String[] items = new String[entries.count()];
    for (int k = 0; k < items.length; k++) {
      entries.next().wrapItemId(bytes);
      items[k] = ids.id(bytes);
    }
    return List.of(items);
  }

  private List<String> seenTail(UserRowDecoder.SeenTailDecoder entries) {
    String[] items = new String[entries.count()];
    for (int k = 0; k < items.length; k++) {
      entries.next().wrapItemId(bytes);
      items[k] = ids.id(bytes);
    }
    return List.of(items);
  }

  OverlayItem item(ItemRowDecoder message) {
    RowOrigin origin = origin(message.place(), message.updates(), message.appliedInput());
    double popularity = message.popularity();
    double trend = message.trend();
    long popularityClock = message.popularityClock();
    message.wrapVector(bytes);
    float[] vector = floats(bytes);
    message.wrapMomentum(bytes);
    float[] momentum = floats(bytes);
    message.wrapContext(bytes);
    float[] context = floats(bytes);
    message.wrapItemId(bytes);
    String id = ids.id(bytes);
    message.wrapNeighbours(bytes);
    return SoundRows.sound(
        new OverlayItem(
            id,
            origin,
            vector,
            momentum,
            context,
            popularity,
            trend,
            popularityClock,
            neighbours(origin.version())));
  }

  /* The list that the bytes hold; null if they are none. */
  private @Nullable RowNeighbours neighbours(RowVersion version) {
    if (bytes.capacity() == 0) {
      return null;
    }
    PackedNeighbours.read(bytes, neighbourReader);
    return new RowNeighbours(version, neighbourIds, neighbourCounts);
  }

  private final class NeighbourReader implements PackedNeighbours.Reader {
    @Override
    public void begin(int number) {
      neighbourIds = new String[number];
      neighbourCounts = new float[number];
    }

    @Override
    public void read(int index, int from, int idBytes, float count) {
      idText.wrap(bytes, from, idBytes);
      neighbourIds[index] = ids.id(idText);
      neighbourCounts[index] = count;
    }
  }

  List<String> items(SeenBlockDecoder message) {
    SeenBlockDecoder.ItemsDecoder entries = message.items();
    String[] items = new String[entries.count()];
    for (int k = 0; k < items.length; k++) {
      entries.next().wrapItemId(bytes);
      items[k] = ids.id(bytes);
    }
    return List.of(items);
  }

  /** The mark of a watermark, until the next one. */
  AppliedMark mark(WatermarkDecoder message) {
    mark.begin(message.place().epoch(), message.appliedInput(), message.atMs());
    for (WatermarkDecoder.SourcesDecoder source : message.sources()) {
      mark.add(source.partition(), source.offset());
    }
    return mark;
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
