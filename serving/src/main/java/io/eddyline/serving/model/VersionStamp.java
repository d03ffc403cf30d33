package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.FileStamp;
import io.eddyline.schemas.snapshot.SnapshotStore;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tells, without reading them, that the files of a version are not those of before, and the
 * digest that was announced for it.
 *
 * <p>Threading: immutable.
 */
record VersionStamp(Map<String, FileStamp> files, @Nullable String announcedSha256) {
  VersionStamp {
    files = Map.copyOf(files);
  }

  /** The stamp of a version as the store has it now; without files where it has none. */
  static VersionStamp of(SnapshotStore store, ModelVersion version) throws IOException {
    return new VersionStamp(
        store.stamps(version.model(), version.version()), version.manifestSha256());
  }

  /** Whether the store has the version with other files than these. */
  boolean isOutdated(SnapshotStore store, String model, long version) throws IOException {
    Map<String, FileStamp> now = store.stamps(model, version);
    return !now.isEmpty() && !now.equals(files);
  }
}
