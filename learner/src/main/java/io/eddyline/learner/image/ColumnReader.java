package io.eddyline.learner.image;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link ColumnWriter} wrote, in the same order. The checksum is the {@link
 * ImageFile}'s concern.
 *
 * <p>Every method may throw a {@link FormatException}, if there is less than it reads, or an {@link
 * UncheckedIOException}.
 *
 * <p>Threading: one thread.
 */
public final class ColumnReader {
  private static final int BUFFER_BYTES = 1 << 20;

  private final ReadableByteChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long unread;

  /**
   * @param bytes that the channel has, without the checksum
   */
  ColumnReader(ReadableByteChannel channel, long bytes) {
    this.channel = channel;
    this.unread = bytes;
  }

  public int getInt() {
    return fill(Integer.BYTES).getInt();
  }

  public long getLong() {
    return fill(Long.BYTES).getLong();
  }

  /** A count of things that take at least a byte each. */
  public int getCount() {
    int count = getInt();
    if (count < 0 || count > remaining()) {
      throw new FormatException("a count of %d before %d bytes".formatted(count, remaining()));
    }
    return count;
  }

  public byte[] getBytes() {
    byte[] bytes = new byte[getCount()];
    for (int from = 0; from < bytes.length; ) {
      int count = Math.min(bytes.length - from, fill(1).remaining());
      buffer.get(bytes, from, count);
      from += count;
    }
    return bytes;
  }

  public String getText() {
    return new String(getBytes(), StandardCharsets.UTF_8);
  }

  /** Fills {@code values[from, from + count)}. */
  public void getInts(int[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, fill(Integer.BYTES).remaining() / Integer.BYTES);
      buffer.asIntBuffer().get(values, from + done, part);
      skip(part * Integer.BYTES);
      done += part;
    }
  }

  /** As {@link #getInts}. */
  public void getLongs(long[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, fill(Long.BYTES).remaining() / Long.BYTES);
      buffer.asLongBuffer().get(values, from + done, part);
      skip(part * Long.BYTES);
      done += part;
    }
  }

  /** As {@link #getInts}. */
  public void getFloats(float[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, fill(Float.BYTES).remaining() / Float.BYTES);
      buffer.asFloatBuffer().get(values, from + done, part);
      skip(part * Float.BYTES);
      done += part;
    }
  }

  /** As {@link #getInts}. */
  public void getDoubles(double[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, fill(Double.BYTES).remaining() / Double.BYTES);
      buffer.asDoubleBuffer().get(values, from + done, part);
      skip(part * Double.BYTES);
      done += part;
    }
  }

  /** Bytes that are still to be read. */
  long remaining() {
    return buffer.remaining() + unread;
  }

  private void skip(int bytes) {
    buffer.position(buffer.position() + bytes);
  }

  /* The buffer, with at least so many bytes. */
  private ByteBuffer fill(int bytes) {
    if (buffer.remaining() < bytes) {
      if (remaining() < bytes) {
        throw new FormatException("%d bytes, expected %d".formatted(remaining(), bytes));
      }
      buffer.compact();
      buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + unread));
      try {
        while (buffer.hasRemaining()) {
          int read = channel.read(buffer);
          if (read < 0) {
            throw new FormatException("the file ends %d bytes early".formatted(unread));
          }
          unread -= read;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      buffer.flip();
    }
    return buffer;
  }
}
