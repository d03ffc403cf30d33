package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that are where they are read.
 *
 * <p>Threading: immutable.
 */
record FolderFiles(Path folder) implements VersionFiles {
  @Override
  public void fetch(Manifest manifest, Runnable between) {
    // they are here
  }

  @Override
  public void verify(Manifest manifest, Runnable between) throws IOException {
    for (Map.Entry<String, Manifest.FileDigest> expected : manifest.files().entrySet()) {
      require(expected.getKey(), expected.getValue(), between);
    }
  }

  private void require(String name, Manifest.FileDigest expected, Runnable between)
      throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FormatException("snapshot %s lacks %s".formatted(folder, name));
    }
    long bytes = Files.size(file);
    if (bytes != expected.bytes()) {
      throw new FormatException(
          "%s has %d bytes, expected %d".formatted(file, bytes, expected.bytes()));
    }
    String digest = Digests.sha256(file, between);
    if (!digest.equals(expected.sha256())) {
      throw new FormatException(
          "%s has SHA-256 %s, expected %s".formatted(file, digest, expected.sha256()));
    }
  }

  @Override
  public byte @Nullable [] signature() throws IOException {
    Path file = folder.resolve(SnapshotFiles.SIGNATURE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_SIGNATURE_BYTES);
    }
  }
}
