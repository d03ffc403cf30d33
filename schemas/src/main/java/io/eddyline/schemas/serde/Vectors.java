package io.eddyline.schemas.serde;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.eddyline.schemas.error.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Vectors in records: float32, little-endian, back to back. */
public final class Vectors {
  private Vectors() {}

  /** {@code dimension} floats from {@code offset}. */
  public static ByteString encode(float[] values, int offset, int dimension) {
    byte[] bytes = new byte[dimension * Float.BYTES];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values, offset, dimension);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /**
   * Writes the vector into {@code target[offset, offset + dimension)}.
   *
   * @throws FormatException if it has another dimension
   */
  public static void decode(ByteString bytes, float[] target, int offset, int dimension) {
    if (bytes.size() != dimension * Float.BYTES) {
      throw new FormatException(
          "vector of %d bytes, expected %d (dimension %d)"
              .formatted(bytes.size(), dimension * Float.BYTES, dimension));
    }
    bytes
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(target, offset, dimension);
  }
}
