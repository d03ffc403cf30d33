package io.eddyline.learner.stream;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.serde.RecordSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Item rows as they are logged, written straight into bytes, the same that the generated {@link
 * ItemRow} makes. Item rows are half of what a commit writes, and each has 64 strings.
 *
 * <p>Threading: one thread.
 */
final class ItemRowWriter {
  private static final int FIRST_BYTES = 4096;

  private byte[] room = new byte[FIRST_BYTES];

  /**
   * A row's record.
   *
   * @param lists that gave the image's neighbours their numbers
   */
  byte[] write(ItemImage image, NeighbourLists lists) {
    while (true) {
      CodedOutputStream out = CodedOutputStream.newInstance(room);
      try {
        writeValues(image, out);
        writeNeighbours(image, lists, out);
        return RecordSerdes.ITEM_ROW.wrap(room, out.getTotalBytesWritten());
      } catch (CodedOutputStream.OutOfSpaceException e) {
        room = Arrays.copyOf(room, 2 * room.length);
      } catch (IOException e) {
        throw new UncheckedIOException("an array cannot fail otherwise", e);
      }
    }
  }

  private static void writeValues(ItemImage image, CodedOutputStream out) throws IOException {
    int versionBytes =
        (image.epoch == 0
                ? 0
                : CodedOutputStream.computeUInt64Size(RowVersion.EPOCH_FIELD_NUMBER, image.epoch))
            + (image.updates == 0
                ? 0
                : CodedOutputStream.computeUInt64Size(
                    RowVersion.COUNT_FIELD_NUMBER, image.updates));
    out.writeTag(ItemRow.VERSION_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(versionBytes);
    writeCount(RowVersion.EPOCH_FIELD_NUMBER, image.epoch, out);
    writeCount(RowVersion.COUNT_FIELD_NUMBER, image.updates, out);
    writeFloats(ItemRow.VECTOR_FIELD_NUMBER, image.vector, image.vector.length, out);
    writeFloats(ItemRow.MOMENTUM_FIELD_NUMBER, image.momentum, image.momentum.length, out);
    writeFloat(ItemRow.ACCUMULATOR_FIELD_NUMBER, image.accumulator, out);
    writeFloats(ItemRow.CONTEXT_FIELD_NUMBER, image.context, image.context.length, out);
    writeFloat(ItemRow.CONTEXT_ACCUMULATOR_FIELD_NUMBER, image.contextAccumulator, out);
    writeDouble(ItemRow.POPULARITY_FIELD_NUMBER, image.popularity, out);
    writeCount(ItemRow.POPULARITY_CLOCK_FIELD_NUMBER, image.popularityClock, out);
    if (image.ordinal != 0) {
      out.writeUInt32(ItemRow.ORDINAL_FIELD_NUMBER, image.ordinal);
    }
    writeCount(ItemRow.TRAINED_PAIRS_FIELD_NUMBER, image.trainedPairs, out);
    writeCount(ItemRow.LAST_USED_FIELD_NUMBER, image.lastUsed, out);
    writeDouble(ItemRow.TREND_FIELD_NUMBER, image.trend, out);
  }

  private static void writeNeighbours(ItemImage image, NeighbourLists lists, CodedOutputStream out)
      throws IOException {
    for (int slot = 0; slot < image.neighbourCount; slot++) {
      out.writeString(ItemRow.NEIGHBOUR_IDS_FIELD_NUMBER, lists.idOf(image.neighbours[slot]));
    }
    writeFloats(
        ItemRow.NEIGHBOUR_COUNTS_FIELD_NUMBER, image.neighbourCounts, image.neighbourCount, out);
  }

  private static void writeFloats(int field, float[] values, int count, CodedOutputStream out)
      throws IOException {
    if (count <= 0) {
      return;
    }
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(count * Float.BYTES);
    for (int k = 0; k < count; k++) {
      out.writeFloatNoTag(values[k]);
    }
  }

  /* As proto3 says: a field that is zero is not written, -0 is. */

  private static void writeCount(int field, long value, CodedOutputStream out) throws IOException {
    if (value != 0) {
      out.writeUInt64(field, value);
    }
  }

  private static void writeFloat(int field, float value, CodedOutputStream out) throws IOException {
    if (Float.floatToRawIntBits(value) != 0) {
      out.writeFloat(field, value);
    }
  }

  private static void writeDouble(int field, double value, CodedOutputStream out)
      throws IOException {
    if (Double.doubleToRawLongBits(value) != 0) {
      out.writeDouble(field, value);
    }
  }
}
