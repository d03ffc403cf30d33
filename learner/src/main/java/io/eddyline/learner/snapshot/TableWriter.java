package io.eddyline.learner.snapshot;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A table of float32, float16, int32 or int8, little-endian and row-major, written row after row
 * through one buffer.
 *
 * <p>A value that is not finite stops the snapshot: served, it would poison every score it touches.
 */
final class TableWriter implements AutoCloseable {
  private static final int VALUE_BYTES = 4;
  private static final float MOST_HALF = 65_504;
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long valueCount;

  private TableWriter(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static TableWriter create(Path file) throws IOException {
    return new TableWriter(
        file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  void write(float[] row) throws IOException {
    for (float value : row) {
      write(value);
    }
  }

  /** Writes values of at least 0 as float16, the greatest finite one in place of greater ones. */
  void writeHalves(float[] row) throws IOException {
    for (float value : row) {
      requireFinite(value);
      reserve();
      buffer.putShort(Float.floatToFloat16(Math.min(value, MOST_HALF)));
    }
  }

  void write(int[] row) throws IOException {
    for (int value : row) {
      reserve();
      buffer.putInt(value);
    }
  }

  void write(byte[] row) throws IOException {
    drain();
    ByteBuffer bytes = ByteBuffer.wrap(row);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    valueCount += row.length;
  }

  void write(float value) throws IOException {
    requireFinite(value);
    reserve();
    buffer.putFloat(value);
  }

  private void requireFinite(float value) {
    if (!Float.isFinite(value)) {
      throw new EddylineException(
          Action.STOP,
          "%s: value %d is %s, expected a finite number"
              .formatted(file.getFileName(), valueCount, value));
    }
  }

  private void reserve() throws IOException {
    if (buffer.remaining() < VALUE_BYTES) {
      drain();
    }
    valueCount++;
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      drain();
    }
  }
}
