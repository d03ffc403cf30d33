package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A published version in a store.
 *
 * <p>Threading: immutable.
 */
public final class StoredSnapshot {
  /* No separators, no dots in front: nothing outside the folder has such a name. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
  private static final long SIGNATURE_BYTES = 64;

  private final Path folder;
  private final Manifest manifest;
  private final byte[] json;
  private final ReadPolicy policy;

  /**
   * @param json bytes of the manifest
   */
  StoredSnapshot(Path folder, Manifest manifest, byte[] json, ReadPolicy policy) {
    this.folder = folder;
    this.manifest = manifest;
    this.json = json;
    this.policy = policy;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** SHA-256 of manifest.json, lower-case hex. */
  public String manifestSha256() {
    return Digests.sha256(json);
  }

  /** The folder that holds the version's files. */
  public Path folder() {
    return folder;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Whether the version has a signature, of whomever. */
  public boolean isSigned() {
    return Files.isRegularFile(file(SnapshotFiles.SIGNATURE), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Holds the manifest's signature against the reader's keys, if it has any.
   *
   * @throws FormatException if there is no signature or none of the keys made it
   */
  public void requireTrusted() throws IOException {
    if (policy.trusted().isEmpty()) {
      return;
    }
    if (!isSigned()) {
      throw new FormatException("snapshot %s is not signed".formatted(folder));
    }
    Path file = file(SnapshotFiles.SIGNATURE);
    if (Files.size(file) != SIGNATURE_BYTES
        || !policy.trusted().signed(json, Files.readAllBytes(file))) {
      throw new FormatException(
          "the signature of snapshot %s was made by none of the %d trusted keys"
              .formatted(folder, policy.trusted().count()));
    }
  }

  /**
   * Holds the manifest against the reader's limits.
   *
   * @throws FormatException naming what is too large
   */
  public void requireWithinLimits() {
    policy.limits().require(manifest);
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
      if (!NAME.matcher(expected.getKey()).matches()) {
        throw new FormatException(
            "snapshot %s lists a file called \"%s\"".formatted(folder, expected.getKey()));
      }
      Path file = file(expected.getKey());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
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
