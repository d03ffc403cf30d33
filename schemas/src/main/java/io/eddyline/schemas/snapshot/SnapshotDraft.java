package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private final Path folder;
  private final @Nullable ManifestSigner signer;
  private final Publisher publisher;
  private boolean published;

  /** Makes a version visible as a whole. */
  interface Publisher {
    /**
     * Takes the draft's folder into the store.
     *
     * @param folder with every file, the manifest and its signature among them
     */
    void publish(Path folder, Manifest manifest) throws IOException;
  }

  /**
   * @param signer of the manifest, null if it is not signed
   */
  SnapshotDraft(Path folder, @Nullable ManifestSigner signer, Publisher publisher) {
    this.folder = folder;
    this.signer = signer;
    this.publisher = publisher;
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
   * Writes the manifest and its signature last, and has the store make the version visible.
   *
   * @return SHA-256 of the manifest
   */
  public String publish(Manifest manifest) throws IOException {
    byte[] json = manifest.toJson();
    Files.write(file(SnapshotFiles.MANIFEST), json);
    if (signer != null) {
      Files.write(file(SnapshotFiles.SIGNATURE), signer.sign(json));
    }
    publisher.publish(folder, manifest);
    published = true;
    return Digests.sha256(json);
  }

  /** What a publisher says of a version that is there. */
  static EddylineException existsAlready(String version) {
    return new EddylineException(
        Action.STOP,
        "snapshot %s exists already: two builders write to one store".formatted(version));
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
}
