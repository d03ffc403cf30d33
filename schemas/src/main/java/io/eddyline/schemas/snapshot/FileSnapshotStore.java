package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots in a folder: {@code <root>/<model>/<version>/}.
 *
 * <p>A version is visible as a whole or not at all; see {@link SnapshotDraft}.
 *
 * <p>Threading: stateless, any thread; one process writes a model at a time.
 */
public final class FileSnapshotStore {
  private static final Pattern MODEL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");
  private static final String DRAFT_PREFIX = ".draft-";

  private final Path root;
  private final ReadPolicy policy;
  private final @Nullable ManifestSigner signer;

  /** A store that signs nothing and whose readers demand nothing beyond sound files. */
  public FileSnapshotStore(Path root) {
    this(root.toAbsolutePath().normalize(), ReadPolicy.OPEN, null);
  }

  private FileSnapshotStore(Path root, ReadPolicy policy, @Nullable ManifestSigner signer) {
    this.root = root;
    this.policy = policy;
    this.signer = signer;
  }

  /** The same folder for a reader that demands this of what it opens. */
  public FileSnapshotStore demanding(ReadPolicy required) {
    return new FileSnapshotStore(root, required, signer);
  }

  /** The same folder for a writer that signs what it publishes. */
  public FileSnapshotStore signedBy(ManifestSigner key) {
    return new FileSnapshotStore(root, policy, key);
  }

  public Path root() {
    return root;
  }

  /** Opens a draft of a version; what earlier, broken drafts left behind is removed. */
  public SnapshotDraft draft(String model, long version) throws IOException {
    Path models = Files.createDirectories(folder(model));
    try (Stream<Path> entries = Files.list(models)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(DRAFT_PREFIX)) {
          SnapshotDraft.deleteTree(entry);
        }
      }
    }
    Path draft = Files.createTempDirectory(models, DRAFT_PREFIX + version + "-");
    return new SnapshotDraft(models, draft, Long.toString(version), signer);
  }

  /** The visible versions of a model, oldest first. */
  public List<Long> versions(String model) throws IOException {
    Path models = folder(model);
    if (!Files.isDirectory(models)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(models)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> VERSION.matcher(name).matches())
          .map(Long::valueOf)
          .sorted()
          .toList();
    }
  }

  /**
   * A visible version; its files are not checked yet.
   *
   * @throws FormatException if the version is missing or its manifest is not sound
   */
  public StoredSnapshot open(String model, long version) throws IOException {
    Path folder = folder(model).resolve(Long.toString(version));
    Path manifestFile = folder.resolve(SnapshotFiles.MANIFEST);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(manifestFile, LinkOption.NOFOLLOW_LINKS)) {
      throw new FormatException("no snapshot %d of model %s in %s".formatted(version, model, root));
    }
    long bytes = Files.size(manifestFile);
    if (bytes > SnapshotLimits.MAX_MANIFEST_BYTES) {
      throw new FormatException(
          "%s has %d bytes, expected at most %d"
              .formatted(manifestFile, bytes, SnapshotLimits.MAX_MANIFEST_BYTES));
    }
    byte[] json = Files.readAllBytes(manifestFile);
    Manifest manifest = Manifest.fromJson(json);
    if (manifest.version() != version || !manifest.model().equals(model)) {
      throw new FormatException(
          "%s says model %s version %d"
              .formatted(manifestFile, manifest.model(), manifest.version()));
    }
    return new StoredSnapshot(folder, manifest, json, policy);
  }

  /** When a visible version's folder was last changed, in milliseconds; files are not looked at. */
  public long changedAtMs(String model, long version) throws IOException {
    Path folder = folder(model).resolve(Long.toString(version));
    return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toMillis();
  }

  /** Removes a version: out of sight by one rename, then file by file. */
  public void delete(String model, long version) throws IOException {
    Path folder = folder(model).resolve(Long.toString(version));
    if (Files.exists(folder)) {
      Path hidden = folder.resolveSibling(DRAFT_PREFIX + "deleted-" + version);
      Files.move(folder, hidden);
      SnapshotDraft.deleteTree(hidden);
    }
  }

  private Path folder(String model) {
    if (!MODEL.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "model name \"%s\": expected 1 to 64 of a-z A-Z 0-9 _ -".formatted(model));
    }
    return root.resolve(model);
  }
}
