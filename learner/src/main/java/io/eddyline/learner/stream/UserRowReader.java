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
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.record.SeenBlock;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * A logged user row, read field by field into what a table wants: items as ordinals of the replica,
 * vectors where they stand in the bytes. The generated {@link UserRow} would make some 150 objects
 * of a row, which is what restoring a million users spends its time on.
 *
 * <p>Of a field that comes twice the last value counts, as for the generated parser.
 *
 * <p>Threading: one thread. What was read is valid until the next {@link #read}.
 */
final class UserRowReader {
  private static final int NO_ITEM = -1;

  /** Newest first; the weights as bits of a float. */
  final IntArrayList historyItems = new IntArrayList();

  final IntArrayList historyWeights = new IntArrayList();
  final LongArrayList historyTimesMs = new LongArrayList();

  /** Oldest first, those that are in no full block. */
  final IntArrayList seenTail = new IntArrayList();

  /** Items of the block that was read last, oldest first. */
  final IntArrayList block = new IntArrayList();

  long versionCount;
  float accumulator;
  int firstSeenBlock;
  int nextSeenBlock;
  long trainedEvents;
  long forgottenSeen;
  long lastUsed;
  long firstUsed;
  long ratingCount;
  double ratingSum;

  private final FieldReader rowFields = this::readField;
  private final FieldReader versionFields = this::readVersion;
  private final FieldReader entryFields = this::readEntryField;
  private final IdNumbers ordinals;
  private byte[] record = {};
  private int vectorAt;
  private int vectorBytes;
  private int momentumAt;
  private int momentumBytes;
  private int entryItem;
  private float entryWeight;
  private long entryTimeMs;

  UserRowReader(ItemReplica replica) {
    ordinals = IdNumbers.ofReplica(replica);
  }

  /** Bytes of {@code e_u}. */
  int vectorBytes() {
    return vectorBytes;
  }

  /** Bytes of {@code m_u}. */
  int momentumBytes() {
    return momentumBytes;
  }

  /** Writes {@code e_u} into {@code target[offset, ...)}. */
  void copyVector(float[] target, int offset) {
    copy(vectorAt, vectorBytes, target, offset);
  }

  /** Writes {@code m_u} into {@code target[offset, ...)}. */
  void copyMomentum(float[] target, int offset) {
    copy(momentumAt, momentumBytes, target, offset);
  }

  private void copy(int at, int bytes, float[] target, int offset) {
    ByteBuffer.wrap(record, at, bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(target, offset, bytes / Float.BYTES);
  }

  /**
   * Reads a row.
   *
   * @throws FormatException if the bytes are none
   */
  void read(byte[] value) {
    clear(value);
    CodedInputStream in = RecordSerdes.USER_ROW.open(value);
    try {
      RecordFields.read(in, rowFields);
    } catch (IOException e) {
      throw RecordSerdes.USER_ROW.notProtobuf(e);
    }
  }

  /**
   * Reads the items of a full block of a seen set.
   *
   * @throws FormatException if the bytes are none
   */
  void readBlock(byte[] value) {
    block.clear();
    CodedInputStream in = RecordSerdes.SEEN_BLOCK.open(value);
    try {
      RecordFields.read(
          in,
          (tag, items) -> {
            if (tag == (SeenBlock.ITEM_IDS_FIELD_NUMBER << TYPE_BITS | BYTES)) {
              block.addInt(readItem(value, items));
              return true;
            }
            return pass(tag, items);
          });
    } catch (IOException e) {
      throw RecordSerdes.SEEN_BLOCK.notProtobuf(e);
    }
  }

  private void clear(byte[] value) {
    record = value;
    historyItems.clear();
    historyWeights.clear();
    historyTimesMs.clear();
    seenTail.clear();
    vectorBytes = 0;
    momentumBytes = 0;
    versionCount = 0;
    accumulator = 0;
    firstSeenBlock = 0;
    nextSeenBlock = 0;
    trainedEvents = 0;
    forgottenSeen = 0;
    lastUsed = 0;
    firstUsed = 0;
    ratingCount = 0;
    ratingSum = 0;
  }

  private boolean readField(int tag, CodedInputStream in) throws IOException {
    switch (tag) {
      case UserRow.VERSION_FIELD_NUMBER << TYPE_BITS | BYTES ->
          RecordFields.readNested(in, versionFields);
      case UserRow.VECTOR_FIELD_NUMBER << TYPE_BITS | BYTES -> {
        vectorBytes = in.readRawVarint32();
        vectorAt = skip(in, vectorBytes);
      }
      case UserRow.MOMENTUM_FIELD_NUMBER << TYPE_BITS | BYTES -> {
        momentumBytes = in.readRawVarint32();
        momentumAt = skip(in, momentumBytes);
      }
      case UserRow.HISTORY_FIELD_NUMBER << TYPE_BITS | BYTES -> readHistoryEntry(in);
      case UserRow.SEEN_TAIL_FIELD_NUMBER << TYPE_BITS | BYTES ->
          seenTail.addInt(readItem(record, in));
      case UserRow.ACCUMULATOR_FIELD_NUMBER << TYPE_BITS | FIXED32 -> accumulator = in.readFloat();
      case UserRow.RATING_SUM_FIELD_NUMBER << TYPE_BITS | FIXED64 -> ratingSum = in.readDouble();
      default -> {
        return readCount(tag, in);
      }
    }
    return true;
  }

  private boolean readCount(int tag, CodedInputStream in) throws IOException {
    switch (tag) {
      case UserRow.FIRST_SEEN_BLOCK_FIELD_NUMBER << TYPE_BITS | VARINT ->
          firstSeenBlock = in.readUInt32();
      case UserRow.NEXT_SEEN_BLOCK_FIELD_NUMBER << TYPE_BITS | VARINT ->
          nextSeenBlock = in.readUInt32();
      case UserRow.TRAINED_EVENTS_FIELD_NUMBER << TYPE_BITS | VARINT ->
          trainedEvents = in.readUInt64();
      case UserRow.FORGOTTEN_SEEN_FIELD_NUMBER << TYPE_BITS | VARINT ->
          forgottenSeen = in.readUInt64();
      case UserRow.LAST_USED_FIELD_NUMBER << TYPE_BITS | VARINT -> lastUsed = in.readUInt64();
      case UserRow.FIRST_USED_FIELD_NUMBER << TYPE_BITS | VARINT -> firstUsed = in.readUInt64();
      case UserRow.RATING_COUNT_FIELD_NUMBER << TYPE_BITS | VARINT -> ratingCount = in.readUInt64();
      default -> {
        return pass(tag, in);
      }
    }
    return true;
  }

  private boolean readVersion(int tag, CodedInputStream in) throws IOException {
    if (tag != (RowVersion.COUNT_FIELD_NUMBER << TYPE_BITS | VARINT)) {
      return pass(tag, in);
    }
    versionCount = in.readUInt64();
    return true;
  }

  private void readHistoryEntry(CodedInputStream in) throws IOException {
    entryItem = NO_ITEM;
    entryWeight = 0;
    entryTimeMs = 0;
    RecordFields.readNested(in, entryFields);
    historyItems.addInt(entryItem == NO_ITEM ? ordinals.numberOf(record, 0, 0) : entryItem);
    historyWeights.addInt(Float.floatToRawIntBits(entryWeight));
    historyTimesMs.addLong(entryTimeMs);
  }

  private boolean readEntryField(int tag, CodedInputStream in) throws IOException {
    switch (tag) {
      case HistoryEntry.ITEM_ID_FIELD_NUMBER << TYPE_BITS | BYTES ->
          entryItem = readItem(record, in);
      case HistoryEntry.WEIGHT_FIELD_NUMBER << TYPE_BITS | FIXED32 -> entryWeight = in.readFloat();
      case HistoryEntry.EVENT_TIME_MS_FIELD_NUMBER << TYPE_BITS | VARINT ->
          entryTimeMs = in.readInt64();
      default -> {
        return pass(tag, in);
      }
    }
    return true;
  }

  private int readItem(byte[] bytes, CodedInputStream in) throws IOException {
    int length = in.readRawVarint32();
    return ordinals.numberOf(bytes, skip(in, length), length);
  }
}
