package io.eddyline.k8s.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The packages of the root file system as a file: one a line, comments with #. Threading:
 * stateless.
 */
final class DebianLock {
  private DebianLock() {}

  static List<DebianPackage> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(DebianPackage::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  static void write(Path file, List<DebianPackage> packages) {
    String lines =
        packages.stream().map(DebianPackage::line).collect(Collectors.joining("\n", "", "\n"));
    try {
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
