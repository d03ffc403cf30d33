package io.eddyline.k8s.config;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;
import io.eddyline.schemas.snapshot.s3.S3Config;
import io.eddyline.schemas.snapshot.s3.S3Location;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Where versions are kept; one store for the builder and for serving. */
public record SnapshotStoreConfig(
    @Setting(
            about =
                "A folder that builder and serving share, as a path or file:/path, or a part of a"
                    + " bucket, s3://bucket/prefix; empty: the folder snapshots in data-dir.")
        String uri,
    @Setting(
            about =
                "Folder for copies of versions of a bucket, which are mapped there; empty: the"
                    + " folder snapshot-cache in data-dir.")
        String cacheDir,
    @Setting(
            about =
                "Versions that stay in the cache, those used last; serving needs one for each that"
                    + " it may hold, the builder two.",
            defaultValue = "4",
            min = 2,
            max = 1000)
        int cacheVersions,
    @Setting(
            about =
                "Age at which objects are removed from a bucket that were uploaded for a version"
                    + " which never came to be; longer than any upload takes.",
            defaultValue = "24h")
        Duration abandonedAge,
    S3Config s3) {
  private static final String FILE = "file:";

  public SnapshotStoreConfig {
    Allowed.check(
        SnapshotStoreConfig.class,
        "snapshot-store",
        uri,
        cacheDir,
        cacheVersions,
        abandonedAge,
        s3);
    if (abandonedAge.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "snapshot-store.abandoned-age %s: expected 1m or more".formatted(abandonedAge));
    }
    if (S3Location.isMeant(uri)) {
      S3Location _ = S3Location.of(uri);
    } else if (uri.contains("://") && !uri.startsWith("file:///")) {
      throw new IllegalArgumentException(
          "snapshot-store.uri \"%s\": expected a path, file:/path or s3://bucket/prefix"
              .formatted(uri));
    }
  }

  /** Whether versions are in a bucket. */
  public boolean isInBucket() {
    return S3Location.isMeant(uri);
  }

  /** The part of a bucket that versions are in. */
  public S3Location location() {
    return S3Location.of(uri);
  }

  /** The folder that versions are in, if they are not in a bucket. */
  public Path folder(Path dataDir) {
    if (uri.isEmpty()) {
      return dataDir.resolve("snapshots");
    }
    return uri.startsWith(FILE) ? Path.of(URI.create(uri)) : Path.of(uri);
  }

  /** The folder for copies. */
  public Path cache(Path dataDir) {
    return cacheDir.isEmpty() ? dataDir.resolve("snapshot-cache") : Path.of(cacheDir);
  }
}
