package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old versions from the store: of the accepted and of the refused ones each time all but
 * the newest few.
 *
 * <p>Not removed are the newest accepted version, its parent, those that an order names, and those
 * that were made less than a while ago, which a pod may be loading.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final FileSnapshotStore store;
  private final StoredVersions versions;
  private final String model;
  private final long minAgeMs;

  /**
   * @param minAge that a version has before it is removed
   */
  Retention(FileSnapshotStore store, String model, Duration minAge) {
    this.store = store;
    this.versions = new StoredVersions(store, model);
    this.model = model;
    this.minAgeMs = minAge.toMillis();
  }

  /**
   * Removes what is not needed.
   *
   * @param keep versions of each kind
   * @param ordered versions that are never removed
   */
  void removeOld(int keep, Set<Long> ordered, long nowMs) throws IOException {
    int accepted = 0;
    int refused = 0;
    long parent = 0;
    for (Map.Entry<Long, Manifest> version : newestFirst()) {
      Manifest manifest = version.getValue();
      boolean isAccepted = manifest.isServable();
      int newer = isAccepted ? accepted++ : refused++;
      if (isAccepted && newer == 0 && manifest.parentVersion() != null) {
        parent = manifest.parentVersion();
      }
      long number = version.getKey();
      boolean isKept =
          newer < Math.max(1, keep)
              || number == parent
              || ordered.contains(number)
              || nowMs - manifest.createdAtMs() < minAgeMs;
      if (!isKept) {
        store.delete(model, number);
        LOG.debug("snapshot {} of {} is removed", number, model);
      }
    }
  }

  /* A version without a readable manifest is left to people. */
  private List<Map.Entry<Long, Manifest>> newestFirst() throws IOException {
    Map<Long, Manifest> manifests = new HashMap<>();
    for (long version : store.versions(model)) {
      versions.manifest(version).ifPresent(manifest -> manifests.put(version, manifest));
    }
    return manifests.entrySet().stream()
        .sorted(Map.Entry.<Long, Manifest>comparingByKey().reversed())
        .toList();
  }
}
