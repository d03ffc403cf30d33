package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;

/**
 * What a reader takes on. A manifest is held against it before any file of the version is read.
 *
 * @param maxBytes of all files of a version together
 * @param maxItems rows of items
 * @param maxUsers rows of users
 */
public record SnapshotLimits(long maxBytes, int maxItems, int maxUsers) {
  /** Whatever fits the format. */
  public static final SnapshotLimits NONE =
      new SnapshotLimits(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** A manifest, a signature and the probes are read whole. */
  static final long MAX_MANIFEST_BYTES = 1 << 20;

  static final long MAX_PROBES_BYTES = 64 << 20;

  /**
   * Holds a manifest against the limits.
   *
   * @throws FormatException naming the first that it breaks
   */
  void require(Manifest manifest) {
    require("items", manifest.counts().items(), maxItems);
    require("users", manifest.counts().users(), maxUsers);
    long bytes = 0;
    for (Manifest.FileDigest file : manifest.files().values()) {
      if (file.bytes() < 0 || file.bytes() > maxBytes - bytes) {
        throw new FormatException(
            "a file of %d bytes after others of %d, expected at most %d together"
                .formatted(file.bytes(), bytes, maxBytes));
      }
      bytes += file.bytes();
    }
    Manifest.FileDigest probes = manifest.files().get(SnapshotFiles.PROBES);
    if (probes != null) {
      require("bytes of " + SnapshotFiles.PROBES, probes.bytes(), MAX_PROBES_BYTES);
    }
  }

  private static void require(String what, long actual, long limit) {
    if (actual < 0 || actual > limit) {
      throw new FormatException("%d %s, expected 0 to %d".formatted(actual, what, limit));
    }
  }
}
