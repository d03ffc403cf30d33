package io.eddyline.ingest.replay;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Files as lines of text, unpacked if their first two bytes are those of gzip. */
final class Lines {
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int BUFFER_BYTES = 64 * 1024;

  private Lines() {}

  /** The lines of a file in UTF-8; bytes that are none become U+FFFD. */
  static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(new InputStreamReader(bytes(file), StandardCharsets.UTF_8));
  }

  /** All lines of a small file in UTF-8 or, if it is not that, ISO-8859-1. */
  static List<String> readAll(Path file) throws IOException {
    byte[] content;
    try (InputStream in = bytes(file)) {
      content = in.readAllBytes();
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content))
          .toString()
          .lines()
          .toList();
    } catch (CharacterCodingException e) {
      return new String(content, StandardCharsets.ISO_8859_1).lines().toList();
    }
  }

  private static InputStream bytes(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      raw.mark(2);
      boolean gzip = raw.read() == MAGIC_1 && raw.read() == MAGIC_2;
      raw.reset();
      return gzip ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
