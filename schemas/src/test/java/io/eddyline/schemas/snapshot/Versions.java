package io.eddyline.schemas.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** Small versions for tests of stores. */
final class Versions {
  static final String ROWS = "items.f32";

  private Versions() {}

  /** Publishes a version of some files; returns the manifest's digest. */
  static String publish(SnapshotStore store, String model, long version, Map<String, String> files)
      throws IOException {
    try (SnapshotDraft draft = store.draft(model, version)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(draft.file(file.getKey()), file.getValue());
      }
      return draft.publish(manifest(model, version, draft.digests()));
    }
  }

  /** Publishes a version of one table. */
  static String publish(SnapshotStore store, long version, String rows) throws IOException {
    return publish(store, "main", version, Map.of(ROWS, rows));
  }

  static Manifest manifest(String model, long version, Map<String, Manifest.FileDigest> files) {
    return new Manifest(
        Manifest.FORMAT_VERSION,
        model,
        version,
        null,
        0,
        64,
        0,
        new Manifest.Counts(0, 0, 0),
        new Manifest.Offsets(Map.of(0, 5L), Map.of(), Map.of(), Map.of()),
        0,
        new Scoring(0.1f, 1, 0, 20, 0.8f, 0.5f, 0),
        Map.of(),
        files,
        null,
        null,
        null,
        null);
  }
}
