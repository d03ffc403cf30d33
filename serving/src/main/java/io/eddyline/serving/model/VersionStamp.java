package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tells, without reading them, that the files of a version are not those of before: sizes and
 * times of change; and the digest that was announced for it.
 *
 * <p>Threading: immutable.
 */
record VersionStamp(Map<String, FileStamp> files, @Nullable String announcedSha256) {
  VersionStamp {
    files = Map.copyOf(files);
  }

  record FileStamp(long sizeBytes, FileTime changed) {}

  /** The stamp of a version as it lies in the store now; without files where there is no folder. */
  static VersionStamp of(FileSnapshotStore store, ModelVersion version) throws IOException {
    Path folder = store.root().resolve(version.model()).resolve(Long.toString(version.version()));
    Map<String, FileStamp> files = new TreeMap<>();
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      for (Path file : list(folder)) {
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        files.put(
            file.getFileName().toString(),
            new FileStamp(attributes.size(), attributes.lastModifiedTime()));
      }
    }
    return new VersionStamp(files, version.manifestSha256());
  }

  /** Whether the version lies in the store with other files than these. */
  boolean isOutdated(FileSnapshotStore store, String model, long version) throws IOException {
    VersionStamp now = of(store, new ModelVersion(model, version, announcedSha256));
    return !now.files.isEmpty() && !now.files.equals(files);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
