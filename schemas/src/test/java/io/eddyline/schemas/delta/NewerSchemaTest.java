package io.eddyline.schemas.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.delta.sbe.MessageHeaderDecoder;
import io.eddyline.schemas.delta.sbe.MessageHeaderEncoder;
import io.eddyline.schemas.delta.sbe.Side;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Messages of a later version of the schema, which has more than this one knows of. */
class NewerSchemaTest {
  private static final int HEADER = DeltaBatch.LENGTH_BYTES;
  private static final int BLOCK = HEADER + MessageHeaderDecoder.ENCODED_LENGTH;
  /* Fields that this version does not know, of bytes that would be noticed. */
  private static final byte[] MORE = {-1, -2, -3, -4, -5, -6, -7, -8};

  private final DeltaStream users = new DeltaStream(7, Side.USER, 3, 100);
  private final Heard heard = new Heard();
  private byte[] bytes = {};

  /** A batch with one message, to be changed, and after it one of this version. */
  private void write(DeltaBatch batch) {
    bytes = new byte[batch.length()];
    batch.buffer().getBytes(0, bytes);
  }

  /** More bytes at a place of the message, which its length counts. */
  private void insert(int at, byte[] more) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
    System.arraycopy(more, 0, longer, at, more.length);
    bytes = longer;
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    int length = buffer.getInt(0, ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(0, length + more.length, ByteOrder.LITTLE_ENDIAN);
    MessageHeaderEncoder header = new MessageHeaderEncoder().wrap(buffer, HEADER);
    header.version(MessageHeaderDecoder.SCHEMA_VERSION + 1);
  }

  private void lengthenBlock(int at, int by) {
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    short length = buffer.getShort(at, ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(at, (short) (length + by), ByteOrder.LITTLE_ENDIAN);
  }

  private List<String> read() {
    new DeltaReader().read(new UnsafeBuffer(bytes), 0, bytes.length, heard);
    return heard.lines;
  }

  @Test
  void fieldsBehindThoseThatAreKnownArePassedOver() {
    DeltaBatch batch = new DeltaBatch();
    DeltaMessages.userRow(
        batch, users, "ann", 5, List.of("a", "b"), List.of("c"), List.of((byte) 1));
    DeltaMessages.watermark(batch, users, 9, List.of(4));
    write(batch);
    insert(BLOCK + UserRowDecoder.BLOCK_LENGTH, MORE);
    lengthenBlock(HEADER, MORE.length);

    assertThat(read())
        .containsExactly(
            "USER-3 0 user ann 5 history [a, b] seen [c] vector [1]",
            "USER-3 1 watermark 9 sources [4:8]");
  }

  @Test
  void fieldsBehindThoseOfAGroupsEntryArePassedOver() {
    DeltaBatch batch = new DeltaBatch();
    DeltaMessages.watermark(batch, users, 9, List.of(4, 6));
    DeltaMessages.watermark(batch, users, 10, List.of());
    write(batch);
    int group = BLOCK + WatermarkDecoder.BLOCK_LENGTH;
    int entries = group + WatermarkDecoder.SourcesDecoder.sbeHeaderSize();
    int entry = WatermarkDecoder.SourcesDecoder.sbeBlockLength();
    insert(entries + 2 * entry, MORE);
    insert(entries + entry, MORE);
    lengthenBlock(group, MORE.length);

    assertThat(read())
        .containsExactly(
            "USER-3 0 watermark 9 sources [4:8, 6:12]", "USER-3 1 watermark 10 sources []");
  }

  @Test
  void groupBehindTheLastOneIsPassedOver() {
    DeltaBatch batch = new DeltaBatch();
    DeltaMessages.watermark(batch, users, 9, List.of(4));
    int end = batch.length();
    DeltaMessages.watermark(batch, users, 10, List.of(4));
    write(batch);
    byte[] group = {4, 0, 2, 0, 9, 9, 9, 9, 9, 9, 9, 9};
    insert(end, group);

    assertThat(read())
        .containsExactly(
            "USER-3 0 watermark 9 sources [4:8]", "USER-3 1 watermark 10 sources [4:8]");
  }

  @Test
  void textBehindTheLastOneIsPassedOver() {
    DeltaBatch batch = new DeltaBatch();
    DeltaMessages.itemRow(batch, users, "item", List.of((byte) 1, (byte) 2));
    int end = batch.length();
    DeltaMessages.watermark(batch, users, 10, List.of(4));
    write(batch);
    byte[] text = {3, 0, 'n', 'e', 'w'};
    insert(end, text);

    assertThat(read())
        .containsExactly(
            "USER-3 0 item item 4 vectors [1, 2] [1, 2] [1, 2] popularity 1.5 0.5 neighbours [of 1,"
                + " 0 n 2.5]",
            "USER-3 1 watermark 10 sources [4:8]");
  }
}
