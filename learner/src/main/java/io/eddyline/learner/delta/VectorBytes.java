package io.eddyline.learner.delta;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A vector as the delta stream has it: {@code dimension} float32, little-endian.
 *
 * <p>Threading: one thread.
 */
final class VectorBytes {
  private final FloatBuffer floats;
  private final UnsafeBuffer bytes;
  private final int dimension;

  VectorBytes(int dimension) {
    ByteBuffer room =
        ByteBuffer.allocateDirect(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    this.floats = room.asFloatBuffer();
    this.bytes = new UnsafeBuffer(room);
    this.dimension = dimension;
  }

  /** The bytes of {@code [at, at + dimension)}, valid until the next call. */
  DirectBuffer of(float[] vector, int at) {
    floats.put(0, vector, at, dimension);
    return bytes;
  }

  int length() {
    return dimension * Float.BYTES;
  }
}
