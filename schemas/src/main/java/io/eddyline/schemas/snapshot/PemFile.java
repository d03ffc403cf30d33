package io.eddyline.schemas.snapshot;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys in the textual encoding of RFC 7468 (PEM), as {@code openssl genpkey} writes them. */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private PemFile() {}

  /**
   * The bytes of every block with a label, in order.
   *
   * @param label for instance {@code PUBLIC KEY}
   * @throws IllegalArgumentException if the file cannot be read or has no such block
   */
  static List<byte[]> blocks(Path file, String label) {
    List<byte[]> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text(file));
    while (matcher.find()) {
      if (matcher.group(1).equals(label)) {
        blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
      }
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException(
          "key file %s: expected a PEM block \"%s\"".formatted(file, label));
    }
    return blocks;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("key file %s: expected PEM text".formatted(file), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "key file %s: expected a readable file (%s)".formatted(file, e), e);
    }
  }
}
