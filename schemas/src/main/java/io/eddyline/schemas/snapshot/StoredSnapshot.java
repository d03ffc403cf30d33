package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A published version in a store.
 *
 * <p>Threading: immutable.
 */
public final class StoredSnapshot {
  private static final int SIGNATURE_BYTES = 64;

  private final Path folder;
  private final Manifest manifest;
  private final byte[] json;
  private final ReadPolicy policy;
  private final VersionFiles files;

  /** A version whose files are in the folder. */
  StoredSnapshot(Path folder, Manifest manifest, byte[] json, ReadPolicy policy) {
    this(folder, manifest, json, policy, new FolderFiles(folder));
  }

  /**
   * @param folder where the files are read
   * @param json bytes of the manifest
   * @param files bring the files to the folder
   */
  StoredSnapshot(
      Path folder, Manifest manifest, byte[] json, ReadPolicy policy, VersionFiles files) {
    this.folder = folder;
    this.manifest = manifest;
    this.json = json;
    this.policy = policy;
    this.files = files;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** SHA-256 of manifest.json, lower-case hex. */
  public String manifestSha256() {
    return Digests.sha256(json);
  }

  /** The folder that holds the version's files once they are fetched. */
  public Path folder() {
    return folder;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Whether the version has a signature, of whomever. */
  public boolean isSigned() throws IOException {
    return files.signature() != null;
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
    byte[] signature = files.signature();
    if (signature == null) {
      throw new FormatException("snapshot %s is not signed".formatted(folder));
    }
    if (signature.length != SIGNATURE_BYTES || !policy.trusted().signed(json, signature)) {
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
   * Brings the files here, where the store is elsewhere; to be called before any of them is read.
   *
   * @throws FormatException naming a file that the store does not have as the manifest says
   */
  public void fetch() throws IOException {
    requireNames();
    files.fetch(manifest, () -> {});
  }

  /**
   * Brings the files here and compares each with the manifest.
   *
   * @throws FormatException naming the first file that is missing, of another size or altered
   */
  public void verify() throws IOException {
    verify(() -> {});
  }

  /**
   * Brings the files here and compares each with the manifest, piece by piece.
   *
   * @param between runs between any two pieces, to rest or to throw
   * @throws FormatException naming the first file that is missing, of another size or altered
   */
  public void verify(Runnable between) throws IOException {
    requireNames();
    files.verify(manifest, between);
  }

  private void requireNames() {
    for (String name : manifest.files().keySet()) {
      if (!SnapshotNames.isFile(name)) {
        throw new FormatException("snapshot %s lists a file called \"%s\"".formatted(folder, name));
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
