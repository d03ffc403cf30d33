package io.eddyline.k8s.process;

import io.eddyline.k8s.config.SnapshotStoreConfig;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.ObjectSnapshotStore;
import io.eddyline.schemas.snapshot.ObjectStore;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The store that the settings name: a folder, or a part of a bucket. Stateless; any thread. */
public final class SnapshotStores {
  private SnapshotStores() {}

  /**
   * Opens the store; a service is not asked anything yet.
   *
   * @param dataDir of what the settings do not place elsewhere
   * @throws IOException if the cache cannot be used, or no region is known
   */
  public static SnapshotStore open(SnapshotStoreConfig config, Path dataDir, InstantSource clock)
      throws IOException {
    if (!config.isInBucket()) {
      return new FileSnapshotStore(config.folder(dataDir));
    }
    ObjectStore objects = S3ObjectStore.open(config.location(), config.s3());
    try {
      return ObjectSnapshotStore.open(
          objects, config.cache(dataDir), config.cacheVersions(), config.abandonedAge(), clock);
    } catch (IOException e) {
      objects.close();
      throw e;
    }
  }
}
