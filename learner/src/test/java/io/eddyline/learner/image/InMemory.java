package io.eddyline.learner.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.function.Consumer;

/** Columns that never see a disk. */
public final class InMemory {
  private InMemory() {}

  /** What one writes. */
  public static byte[] bytes(Consumer<ColumnWriter> from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ColumnWriter out = new ColumnWriter(Channels.newChannel(bytes), () -> false);
    from.accept(out);
    out.end();
    return bytes.toByteArray();
  }

  /** Has what one wrote read, to the last byte. */
  public static void read(byte[] bytes, Consumer<ColumnReader> to) {
    ColumnReader in =
        new ColumnReader(
            Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length - Integer.BYTES);
    to.accept(in);
    if (in.remaining() != 0) {
      throw new AssertionError("%d bytes were not read".formatted(in.remaining()));
    }
  }
}
