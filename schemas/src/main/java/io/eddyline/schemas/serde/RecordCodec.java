package io.eddyline.schemas.serde;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One record type as the bytes of a Kafka value.
 *
 * <pre>
 *   0          1          2
 *   +----------+----------+---------------------+
 *   | schema id| version  | Protobuf message ...|
 *   +----------+----------+---------------------+
 * </pre>
 *
 * <p>The version rises only when a reader of the old one could go wrong; appended fields keep it.
 *
 * <p>Threading: immutable.
 */
public final class RecordCodec<T extends Message> {
  /** The version that is written, and the highest that is read. */
  public static final byte VERSION = 1;

  /** Bytes before the message. */
  public static final int HEADER_BYTES = 2;

  private final RecordType type;
  private final Parser<T> parser;

  private RecordCodec(RecordType type, Parser<T> parser) {
    this.type = type;
    this.parser = parser;
  }

  /** The codec of a record type; {@code defaultInstance} ties the Java type to it. */
  @SuppressWarnings("unchecked") // a message's parser parses messages of its own class
  public static <T extends Message> RecordCodec<T> of(RecordType type, T defaultInstance) {
    if (!defaultInstance.getDescriptorForType().equals(type.descriptor())) {
      throw new IllegalArgumentException(
          "record type " + type + " is not " + defaultInstance.getDescriptorForType().getName());
    }
    return new RecordCodec<>(type, (Parser<T>) defaultInstance.getParserForType());
  }

  public byte[] encode(T record) {
    byte[] bytes = new byte[HEADER_BYTES + record.getSerializedSize()];
    bytes[0] = type.schemaId();
    bytes[1] = VERSION;
    CodedOutputStream out =
        CodedOutputStream.newInstance(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    try {
      record.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("an array of the computed size cannot be too small", e);
    }
    return bytes;
  }

  /**
   * The record of a message that somebody has written field by field.
   *
   * @param message its bytes, in {@code [0, length)}; copied
   */
  public byte[] wrap(byte[] message, int length) {
    byte[] bytes = new byte[HEADER_BYTES + length];
    bytes[0] = type.schemaId();
    bytes[1] = VERSION;
    System.arraycopy(message, 0, bytes, HEADER_BYTES, length);
    return bytes;
  }

  /** Whether these are bytes of this record type in a version that this release cannot read. */
  public boolean isNewer(byte[] bytes) {
    return bytes.length >= HEADER_BYTES && bytes[0] == type.schemaId() && bytes[1] > VERSION;
  }

  /**
   * The record in {@code bytes}.
   *
   * @throws FormatException if the bytes are another record, a newer version, or not Protobuf
   */
  public T decode(byte[] bytes) {
    checkHeader(bytes);
    try {
      return parser.parseFrom(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    } catch (InvalidProtocolBufferException e) {
      throw notProtobuf(e);
    }
  }

  /**
   * The message in {@code bytes}, for who reads it field by field. Its first byte is the record's
   * third.
   *
   * @throws FormatException if the bytes are another record or a newer version
   */
  public CodedInputStream open(byte[] bytes) {
    checkHeader(bytes);
    return CodedInputStream.newInstance(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
  }

  /** What {@link #decode} says of a message that is none; for who {@link #open}s one. */
  public FormatException notProtobuf(IOException cause) {
    return new FormatException("%s is not Protobuf: %s".formatted(type, cause.getMessage()), cause);
  }

  private void checkHeader(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new FormatException(
          "%s of %d bytes, expected at least %d".formatted(type, bytes.length, HEADER_BYTES));
    }
    if (bytes[0] != type.schemaId()) {
      throw new FormatException(
          "schema id %d, expected %d (%s)".formatted(bytes[0], type.schemaId(), type));
    }
    if (bytes[1] < 1 || bytes[1] > VERSION) {
      throw new FormatException(
          "%s in version %d, this reader knows 1 to %d".formatted(type, bytes[1], VERSION));
    }
  }
}
