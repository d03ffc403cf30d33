package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A version in the making: a folder that no reader sees until {@link #publish}.
 *
 * <p>Closing a draft that was not published removes it.
 */
public final class SnapshotDraft implements AutoCloseable {
  private final Path parent;
  private final Path folder;
  private final Path target;
  private final @Nullable ManifestSigner signer;
  private boolean published;

  /**
   * @param signer of the manifest, null if it is not signed
   */
  SnapshotDraft(Path parent, Path folder, String version, @Nullable ManifestSigner signer) {
    this.parent = parent;
    this.folder = folder;
    this.target = parent.resolve(version);
    this.signer = signer;
  }

  /** Where to write the file called {@code name}. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Size and digest of every file written so far. */
  public Map<String, Manifest.FileDigest> digests() throws IOException {
    Map<String, Manifest.FileDigest> digests = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        digests.put(
            file.getFileName().toString(),
            new Manifest.FileDigest(Files.size(file), Digests.sha256(file)));
      }
    }
    return digests;
  }

  /** The files written so far as a reader would see them under this manifest. */
  public StoredSnapshot preview(Manifest manifest) {
    return new StoredSnapshot(folder, manifest, manifest.toJson(), ReadPolicy.OPEN);
  }

  /**
   * Writes the manifest and its signature last, flushes everything, and makes the version visible
   * by one rename.
   *
   * @return SHA-256 of the manifest
   */
  public String publish(Manifest manifest) throws IOException {
    byte[] json = manifest.toJson();
    Files.write(file(SnapshotFiles.MANIFEST), json);
    if (signer != null) {
      Files.write(file(SnapshotFiles.SIGNATURE), signer.sign(json));
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        flush(file);
      }
    }
    flush(folder);
    if (Files.exists(target)) {
      throw new EddylineException(
          Action.STOP,
          "snapshot %s exists already: two builders write to one store".formatted(target));
    }
    Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    published = true;
    flush(parent);
    return Digests.sha256(json);
  }

  @Override
  public void close() throws IOException {
    if (!published && Files.exists(folder)) {
      deleteTree(folder);
    }
  }

  static void deleteTree(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static void flush(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
