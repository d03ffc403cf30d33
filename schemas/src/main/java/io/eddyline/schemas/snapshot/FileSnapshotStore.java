package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots in a folder: {@code <root>/<model>/<version>/}.
 *
 * <p>A version is visible as a whole or not at all; see {@link SnapshotDraft}.
 *
 * <p>Threading: stateless, any thread; one process writes a model at a time.
 */
public final class FileSnapshotStore implements SnapshotStore {
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

  @Override
  public FileSnapshotStore demanding(ReadPolicy required) {
    return new FileSnapshotStore(root, required, signer);
  }

  @Override
  public FileSnapshotStore signedBy(ManifestSigner key) {
    return new FileSnapshotStore(root, policy, key);
  }

  public Path root() {
    return root;
  }

  @Override
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
    Path target = models.resolve(Long.toString(version));
    return new SnapshotDraft(draft, signer, (folder, _) -> publish(folder, target));
  }

  @Override
  public List<Long> versions(String model) throws IOException {
    Path models = folder(model);
    if (!Files.isDirectory(models)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(models)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(SnapshotNames::isVersion)
          .map(Long::valueOf)
          .sorted()
          .toList();
    }
  }

  @Override
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
    Manifest manifest = Manifest.fromJson(json, model, version, manifestFile.toString());
    return new StoredSnapshot(folder, manifest, json, policy);
  }

  /** {@inheritDoc} It is the folder's time: files are not looked at. */
  @Override
  public long changedAtMs(String model, long version) throws IOException {
    Path folder = folder(model).resolve(Long.toString(version));
    return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toMillis();
  }

  @Override
  public Map<String, FileStamp> stamps(String model, long version) throws IOException {
    Path folder = folder(model).resolve(Long.toString(version));
    Map<String, FileStamp> stamps = new TreeMap<>();
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return stamps;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        stamps.put(
            file.getFileName().toString(),
            new FileStamp(attributes.size(), attributes.lastModifiedTime().toString()));
      }
    }
    return stamps;
  }

  /** {@inheritDoc} Out of sight by one rename. */
  @Override
  public void delete(String model, long version) throws IOException {
    Path folder = folder(model).resolve(Long.toString(version));
    if (Files.exists(folder)) {
      Path hidden = folder.resolveSibling(DRAFT_PREFIX + "deleted-" + version);
      Files.move(folder, hidden);
      SnapshotDraft.deleteTree(hidden);
    }
  }

  /** Flushes everything, and makes the version visible by one rename. */
  private static void publish(Path draft, Path target) throws IOException {
    try (Stream<Path> files = Files.list(draft)) {
      for (Path file : files.toList()) {
        flush(file);
      }
    }
    flush(draft);
    if (Files.exists(target)) {
      throw SnapshotDraft.existsAlready(target.toString());
    }
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    flush(Objects.requireNonNull(target.getParent()));
  }

  private static void flush(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path folder(String model) {
    return root.resolve(SnapshotNames.requireModel(model));
  }
}
