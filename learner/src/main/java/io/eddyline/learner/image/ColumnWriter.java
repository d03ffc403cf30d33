package io.eddyline.learner.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/**
 * Writes values one after the other, little-endian and without gaps, and last the checksum of all
 * of them (CRC32C). {@link ColumnReader} reads them in the same order.
 *
 * <p>Every method may throw an {@link UncheckedIOException}: the disk is full, or it takes too
 * long.
 *
 * <p>Threading: one thread.
 */
public final class ColumnWriter {
  private static final int BUFFER_BYTES = 1 << 20;

  private final WritableByteChannel channel;
  private final BooleanSupplier isLate;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();
  private long flushedBytes;

  /**
   * @param isLate asked once a megabyte; if so, writing fails
   */
  ColumnWriter(WritableByteChannel channel, BooleanSupplier isLate) {
    this.channel = channel;
    this.isLate = isLate;
  }

  public void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  public void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  /** Bytes, behind their count. */
  public void putBytes(byte[] bytes) {
    putInt(bytes.length);
    for (int from = 0; from < bytes.length; ) {
      int count = Math.min(bytes.length - from, room(1).remaining());
      buffer.put(bytes, from, count);
      from += count;
    }
  }

  /** Text as UTF-8, behind the count of its bytes. */
  public void putText(String text) {
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code values[from, from + count)}; the count is not written. */
  public void putInts(int[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, room(Integer.BYTES).remaining() / Integer.BYTES);
      buffer.asIntBuffer().put(values, from + done, part);
      skip(part * Integer.BYTES);
      done += part;
    }
  }

  /** As {@link #putInts}. */
  public void putLongs(long[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, room(Long.BYTES).remaining() / Long.BYTES);
      buffer.asLongBuffer().put(values, from + done, part);
      skip(part * Long.BYTES);
      done += part;
    }
  }

  /** As {@link #putInts}. */
  public void putFloats(float[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, room(Float.BYTES).remaining() / Float.BYTES);
      buffer.asFloatBuffer().put(values, from + done, part);
      skip(part * Float.BYTES);
      done += part;
    }
  }

  /** As {@link #putInts}. */
  public void putDoubles(double[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, room(Double.BYTES).remaining() / Double.BYTES);
      buffer.asDoubleBuffer().put(values, from + done, part);
      skip(part * Double.BYTES);
      done += part;
    }
  }

  /** Writes the checksum; nothing may come behind it. */
  void end() {
    flush();
    buffer.putInt((int) checksum.getValue());
    flush();
  }

  /** Bytes given to the channel. */
  long flushedBytes() {
    return flushedBytes;
  }

  private void skip(int bytes) {
    buffer.position(buffer.position() + bytes);
  }

  /* The buffer, with room for at least so many bytes. */
  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() {
    try {
      if (isLate.getAsBoolean()) {
        throw new IOException("there is no more time for it");
      }
      buffer.flip();
      checksum.update(buffer.duplicate());
      while (buffer.hasRemaining()) {
        flushedBytes += channel.write(buffer);
      }
      buffer.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
