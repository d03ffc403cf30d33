package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A published version in a store.
 *
 * <p>Threading: immutable.
 */
public final class StoredSnapshot {
  private final Path folder;
  private final Manifest manifest;
  private final String manifestSha256;

  StoredSnapshot(Path folder, Manifest manifest, String manifestSha256) {
    this.folder = folder;
    this.manifest = manifest;
    this.manifestSha256 = manifestSha256;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** SHA-256 of manifest.json, lower-case hex. */
  public String manifestSha256() {
    return manifestSha256;
  }

  /** The folder that holds the version's files. */
  public Path folder() {
    return folder;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Compares every file with the manifest.
   *
   * @throws FormatException naming the first file that is missing, of another size or altered
   */
  public void verify() throws IOException {
    verify(() -> {});
  }

  /**
   * Compares every file with the manifest, piece by piece.
   *
   * @param between runs between any two pieces, to rest or to throw
   * @throws FormatException naming the first file that is missing, of another size or altered
   */
  public void verify(Runnable between) throws IOException {
    for (Map.Entry<String, Manifest.FileDigest> expected : manifest.files().entrySet()) {
      Path file = folder.resolve(expected.getKey()).normalize();
      if (!folder.equals(file.getParent()) || !Files.isRegularFile(file)) {
        throw new FormatException("snapshot %s lacks %s".formatted(folder, expected.getKey()));
      }
      long bytes = Files.size(file);
      if (bytes != expected.getValue().bytes()) {
        throw new FormatException(
            "%s has %d bytes, expected %d".formatted(file, bytes, expected.getValue().bytes()));
      }
      String digest = Digests.sha256(file, between);
      if (!digest.equals(expected.getValue().sha256())) {
        throw new FormatException(
            "%s has SHA-256 %s, expected %s".formatted(file, digest, expected.getValue().sha256()));
      }
    }
  }

  /** Maps a file read-only; little-endian. */
  public ByteBuffer map(String name) throws IOException {
    try (FileChannel channel = FileChannel.open(file(name), StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Maps a file read-only until the arena closes; little-endian, under 2 GiB. */
  public ByteBuffer map(String name, Arena arena) throws IOException {
    return segment(name, arena).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Maps a file of any size read-only until the arena closes. */
  public MemorySegment segment(String name, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file(name), StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }
}
