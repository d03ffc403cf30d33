package io.eddyline.learner.stream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.eddyline.schemas.serde.RecordCodec;
import java.io.IOException;

/**
 * Reads the message of a record field by field, without objects. It takes and refuses what a
 * generated parser does: fields in any order, and such that nobody knows.
 *
 * <p>Threading: stateless.
 */
final class RecordFields {
  static final int VARINT = WireFormat.WIRETYPE_VARINT;
  static final int FIXED32 = WireFormat.WIRETYPE_FIXED32;
  static final int FIXED64 = WireFormat.WIRETYPE_FIXED64;
  static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  /** A tag is the field's number and, in so many last bits, the type. */
  static final int TYPE_BITS = 3;

  private RecordFields() {}

  /** Takes the field behind a tag; false if the tag ends a group. */
  interface FieldReader {
    boolean read(int tag, CodedInputStream in) throws IOException;
  }

  /** Reads to the end of the message. */
  static void read(CodedInputStream in, FieldReader fields) throws IOException {
    int tag;
    do {
      tag = in.readTag();
    } while (tag != 0 && fields.read(tag, in));
    in.checkLastTagWas(0);
  }

  /** Reads a message that is the field of another. */
  static void readNested(CodedInputStream in, FieldReader fields) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    read(in, fields);
    in.popLimit(limit);
  }

  /** Passes over a field. A generated parser takes varints that skipField refuses. */
  static boolean pass(int tag, CodedInputStream in) throws IOException {
    if (WireFormat.getTagWireType(tag) == VARINT) {
      long _ = in.readRawVarint64();
      return true;
    }
    return in.skipField(tag);
  }

  /** Passes over so many bytes; where they begin in the record. */
  static int skip(CodedInputStream in, int length) throws IOException {
    int at = RecordCodec.HEADER_BYTES + in.getTotalBytesRead();
    in.skipRawBytes(length);
    return at;
  }
}
