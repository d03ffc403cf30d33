package io.eddyline.learner.image;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * An image on disk: what a state is, and where in its log it stands, in one file. A file that is
 * there under its name is whole, or its checksum says that it is not.
 *
 * <pre>
 *   "eddy", format (4, 4) | header | columns | CRC32C of all before (4)
 * </pre>
 *
 * <p>Threading: one thread at a time.
 */
public final class ImageFile implements AutoCloseable {
  /** Rises with every change of any column. */
  static final int FORMAT = 1;

  private static final int MAGIC = 0x79646465;
  private static final int CHECK_BYTES = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final ColumnReader columns;
  private final ImageHeader header;
  private final long bytes;

  private ImageFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.bytes = channel.size();
    columns = new ColumnReader(channel, check(channel));
    int magic = columns.getInt();
    int format = columns.getInt();
    if (magic != MAGIC || format != FORMAT) {
      throw new FormatException(
          "image %x of format %d, expected %x of format %d"
              .formatted(magic, format, MAGIC, FORMAT));
    }
    header = ImageHeader.read(columns);
  }

  /**
   * Opens a file and checks all of it.
   *
   * @throws FormatException if it is torn, altered or of another format
   */
  public static ImageFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new ImageFile(path, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /* Returns the bytes before the checksum; the channel then stands at its beginning. */
  private static long check(FileChannel channel) throws IOException {
    long end = channel.size() - Integer.BYTES;
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHECK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C checksum = new CRC32C();
    for (long at = 0; at < end; ) {
      buffer.clear().limit((int) Math.min(CHECK_BYTES, end - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        break;
      }
      checksum.update(buffer.flip());
      at += read;
    }
    buffer.clear().limit(Integer.BYTES);
    if (end < 0 || channel.read(buffer, end) != Integer.BYTES) {
      throw new FormatException("%d bytes are no image".formatted(channel.size()));
    }
    int found = buffer.getInt(0);
    if (found != (int) checksum.getValue()) {
      throw new FormatException(
          "checksum %08x, expected %08x".formatted((int) checksum.getValue(), found));
    }
    return end;
  }

  /**
   * Writes a file, forces it to the disk and gives it its name; one of that name is replaced.
   *
   * @param isLate asked once a megabyte; if so, writing fails
   * @return its size in bytes
   * @throws UncheckedIOException as IOException: nothing is there under the name then
   */
  public static long write(
      Path path, ImageHeader header, Consumer<ColumnWriter> columns, BooleanSupplier isLate)
      throws IOException {
    Path draft = draft(path);
    Files.deleteIfExists(path);
    try {
      long bytes;
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ColumnWriter out = new ColumnWriter(channel, isLate);
        out.putInt(MAGIC);
        out.putInt(FORMAT);
        header.write(out);
        columns.accept(out);
        out.end();
        channel.force(true);
        bytes = out.flushedBytes();
      }
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      return bytes;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Deletes an image, and what a killed process left half written. */
  public static void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
    Files.deleteIfExists(draft(path));
  }

  private static Path draft(Path path) {
    return path.resolveSibling(path.getFileName() + ".draft");
  }

  public ImageHeader header() {
    return header;
  }

  /** Size of the file. */
  public long bytes() {
    return bytes;
  }

  /** Takes the file's name away; its columns can still be read. */
  public void unlink() throws IOException {
    delete(path);
  }

  /**
   * Reads the columns, to the last, and closes the file.
   *
   * @throws FormatException if the taker reads less or more than there is
   */
  public void read(Consumer<ColumnReader> taker) {
    try (this) {
      taker.accept(columns);
      if (columns.remaining() != 0) {
        throw new FormatException("%d bytes too many".formatted(columns.remaining()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
