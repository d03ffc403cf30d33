package io.eddyline.learner.stream;

import static io.eddyline.learner.stream.RecordFields.BYTES;
import static io.eddyline.learner.stream.RecordFields.FIXED32;
import static io.eddyline.learner.stream.RecordFields.FIXED64;
import static io.eddyline.learner.stream.RecordFields.TYPE_BITS;
import static io.eddyline.learner.stream.RecordFields.VARINT;
import static io.eddyline.learner.stream.RecordFields.pass;
import static io.eddyline.learner.stream.RecordFields.skip;

import com.google.protobuf.CodedInputStream;
import io.eddyline.learner.stream.RecordFields.FieldReader;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.serde.RecordSerdes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.collections.IntArrayList;

/**
 * A logged item row, read in two steps: {@link #read} finds the fields, which is enough to see
 * whether anybody wants the version; {@link #fill} takes vectors and neighbours where they stand in
 * the bytes. The generated {@link ItemRow} would make a string of each neighbour.
 *
 * <p>Of a field that comes twice the last value counts, as for the generated parser.
 *
 * <p>Threading: one thread. What was read is valid until the next {@link #read}.
 */
final class ItemRowReader {
  private final FieldReader rowFields = this::readField;
  private final FieldReader versionFields = this::readVersion;
  private final Vector vector = new Vector();
  private final Vector momentum = new Vector();
  private final Vector context = new Vector();
  private final IntArrayList neighbourAt = new IntArrayList();
  private final IntArrayList neighbourBytes = new IntArrayList();
  private final IntArrayList neighbourCounts = new IntArrayList();
  private byte[] record = {};
  private long epoch;
  private long versionCount;
  private float accumulator;
  private float contextAccumulator;
  private double popularity;
  private double trend;
  private long popularityClock;
  private int ordinal;
  private long trainedPairs;
  private long lastUsed;

  /** Where the floats of a vector stand. */
  private static final class Vector {
    int at;
    int bytes;

    void read(CodedInputStream in) throws IOException {
      bytes = in.readRawVarint32();
      at = skip(in, bytes);
    }

    void copy(byte[] record, float[] target) {
      if (bytes != target.length * Float.BYTES) {
        throw new FormatException(
            "vector of %d bytes, expected %d (dimension %d)"
                .formatted(bytes, target.length * Float.BYTES, target.length));
      }
      ByteBuffer.wrap(record, at, bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(target);
    }
  }

  /** Version: epoch of the task that owned the row. */
  long epoch() {
    return epoch;
  }

  /** Version: changes of the row in its life. */
  long versionCount() {
    return versionCount;
  }

  /** The partition's clock when the row was changed last. */
  long popularityClock() {
    return popularityClock;
  }

  /** Has each vector's length in bytes checked. */
  void checkVectors(RestoreCheck check) {
    check.vector(vector.bytes);
    check.vector(momentum.bytes);
    check.vector(context.bytes);
  }

  /**
   * Finds the fields of a row.
   *
   * @throws FormatException if the bytes are none
   */
  void read(byte[] value) {
    clear(value);
    CodedInputStream in = RecordSerdes.ITEM_ROW.open(value);
    try {
      RecordFields.read(in, rowFields);
    } catch (IOException e) {
      throw RecordSerdes.ITEM_ROW.notProtobuf(e);
    }
  }

  /**
   * Fills everything but the partition.
   *
   * @param numbers of the neighbours' ids
   * @throws FormatException if a vector has another dimension, or the neighbours are none
   */
  void fill(ItemImage image, IdNumbers numbers) {
    vector.copy(record, image.vector);
    momentum.copy(record, image.momentum);
    context.copy(record, image.context);
    image.epoch = epoch;
    image.updates = versionCount;
    image.accumulator = accumulator;
    image.contextAccumulator = contextAccumulator;
    image.popularity = popularity;
    image.trend = trend;
    image.popularityClock = popularityClock;
    image.ordinal = ordinal;
    image.trainedPairs = trainedPairs;
    image.lastUsed = lastUsed;
    fillNeighbours(image, numbers);
  }

  private void fillNeighbours(ItemImage image, IdNumbers numbers) {
    int count = neighbourAt.size();
    if (count > image.neighbours.length || count != neighbourCounts.size()) {
      throw new FormatException(
          "%d neighbours and %d counts: expected as many of each, at most %d"
              .formatted(count, neighbourCounts.size(), image.neighbours.length));
    }
    for (int slot = 0; slot < count; slot++) {
      image.neighbours[slot] =
          numbers.numberOf(record, neighbourAt.getInt(slot), neighbourBytes.getInt(slot));
      image.neighbourCounts[slot] = Float.intBitsToFloat(neighbourCounts.getInt(slot));
    }
    image.neighbourCount = count;
  }

  private void clear(byte[] value) {
    record = value;
    vector.bytes = 0;
    momentum.bytes = 0;
    context.bytes = 0;
    neighbourAt.clear();
    neighbourBytes.clear();
    neighbourCounts.clear();
    epoch = 0;
    versionCount = 0;
    accumulator = 0;
    contextAccumulator = 0;
    popularity = 0;
    trend = 0;
    popularityClock = 0;
    ordinal = 0;
    trainedPairs = 0;
    lastUsed = 0;
  }

  private boolean readField(int tag, CodedInputStream in) throws IOException {
    switch (tag) {
      case ItemRow.NEIGHBOUR_IDS_FIELD_NUMBER << TYPE_BITS | BYTES -> {
        int bytes = in.readRawVarint32();
        neighbourAt.addInt(skip(in, bytes));
        neighbourBytes.addInt(bytes);
      }
      case ItemRow.NEIGHBOUR_COUNTS_FIELD_NUMBER << TYPE_BITS | BYTES -> readCounts(in);
      case ItemRow.NEIGHBOUR_COUNTS_FIELD_NUMBER << TYPE_BITS | FIXED32 ->
          neighbourCounts.addInt(in.readRawLittleEndian32());
      case ItemRow.VERSION_FIELD_NUMBER << TYPE_BITS | BYTES ->
          RecordFields.readNested(in, versionFields);
      case ItemRow.VECTOR_FIELD_NUMBER << TYPE_BITS | BYTES -> vector.read(in);
      case ItemRow.MOMENTUM_FIELD_NUMBER << TYPE_BITS | BYTES -> momentum.read(in);
      case ItemRow.CONTEXT_FIELD_NUMBER << TYPE_BITS | BYTES -> context.read(in);
      default -> {
        return readNumber(tag, in);
      }
    }
    return true;
  }

  private boolean readNumber(int tag, CodedInputStream in) throws IOException {
    switch (tag) {
      case ItemRow.ACCUMULATOR_FIELD_NUMBER << TYPE_BITS | FIXED32 -> accumulator = in.readFloat();
      case ItemRow.CONTEXT_ACCUMULATOR_FIELD_NUMBER << TYPE_BITS | FIXED32 ->
          contextAccumulator = in.readFloat();
      case ItemRow.POPULARITY_FIELD_NUMBER << TYPE_BITS | FIXED64 -> popularity = in.readDouble();
      case ItemRow.TREND_FIELD_NUMBER << TYPE_BITS | FIXED64 -> trend = in.readDouble();
      case ItemRow.POPULARITY_CLOCK_FIELD_NUMBER << TYPE_BITS | VARINT ->
          popularityClock = in.readUInt64();
      case ItemRow.ORDINAL_FIELD_NUMBER << TYPE_BITS | VARINT -> ordinal = in.readUInt32();
      case ItemRow.TRAINED_PAIRS_FIELD_NUMBER << TYPE_BITS | VARINT ->
          trainedPairs = in.readUInt64();
      case ItemRow.LAST_USED_FIELD_NUMBER << TYPE_BITS | VARINT -> lastUsed = in.readUInt64();
      default -> {
        return pass(tag, in);
      }
    }
    return true;
  }

  private void readCounts(CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      neighbourCounts.addInt(in.readRawLittleEndian32());
    }
    in.popLimit(limit);
  }

  private boolean readVersion(int tag, CodedInputStream in) throws IOException {
    switch (tag) {
      case RowVersion.EPOCH_FIELD_NUMBER << TYPE_BITS | VARINT -> epoch = in.readUInt64();
      case RowVersion.COUNT_FIELD_NUMBER << TYPE_BITS | VARINT -> versionCount = in.readUInt64();
      default -> {
        return pass(tag, in);
      }
    }
    return true;
  }
}
