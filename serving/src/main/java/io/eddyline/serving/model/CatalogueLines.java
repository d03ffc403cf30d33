package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a version's {@code catalogue.ndjson}, mapped: an item's attributes are read again
 * when they are asked for and take no heap.
 *
 * <p>Threading: immutable; usable until the model closes.
 */
final class CatalogueLines {
  private static final byte END = '\n';

  private final MemorySegment file;

  CatalogueLines(MemorySegment file) {
    this.file = file;
  }

  /** Takes an entry and where its line begins. */
  interface Reader {
    void read(CatalogueEntry entry, long offset);
  }

  /**
   * Reads every line in turn.
   *
   * @throws CharacterCodingException if one is not UTF-8
   * @throws io.eddyline.schemas.error.FormatException if one is not an entry
   */
  void forEach(Reader reader) throws IOException {
    long offset = 0;
    while (offset < file.byteSize()) {
      long end = end(offset);
      reader.read(CatalogueEntry.fromJson(text(offset, end)), offset);
      offset = end + 1;
    }
  }

  /** The entry whose line begins at an offset. */
  CatalogueEntry at(long offset) {
    try {
      return CatalogueEntry.fromJson(text(offset, end(offset)));
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("every line was read when the version was loaded", e);
    }
  }

  private long end(long offset) {
    long end = offset;
    while (end < file.byteSize() && file.get(ValueLayout.JAVA_BYTE, end) != END) {
      end++;
    }
    return end;
  }

  private String text(long offset, long end) throws CharacterCodingException {
    ByteBuffer line = file.asSlice(offset, end - offset).asByteBuffer();
    return StandardCharsets.UTF_8.newDecoder().decode(line).toString();
  }
}
