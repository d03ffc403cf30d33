package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old versions from the store: of the accepted and of the refused ones each time all but
 * the newest few.
 *
 * <p>Not removed are the newest accepted version, its parent, those that an order names, and those
 * that were made less than a while ago, which a pod may be loading. A version whose manifest cannot
 * be read, torn or of another release, goes when its folder has not changed for a longer while.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final SnapshotStore store;
  private final StoredVersions versions;
  private final String model;
  private final long minAgeMs;
  private final long unreadableAgeMs;

  /**
   * @param minAge that a version has before it is removed
   * @param unreadableAge the same for one whose manifest cannot be read
   */
  Retention(SnapshotStore store, String model, Duration minAge, Duration unreadableAge) {
    this.store = store;
    this.versions = new StoredVersions(store, model);
    this.model = model;
    this.minAgeMs = minAge.toMillis();
    this.unreadableAgeMs = unreadableAge.toMillis();
  }

  /**
   * Removes what is not needed.
   *
   * @param keep versions of each kind
   * @param ordered versions that are never removed
   */
  void removeOld(int keep, Set<Long> ordered, long nowMs) throws IOException {
    Map<Long, Manifest> manifests = new TreeMap<>(Comparator.reverseOrder());
    for (long version : store.versions(model)) {
      Optional<Manifest> manifest = versions.manifest(version);
      if (manifest.isPresent()) {
        manifests.put(version, manifest.get());
      } else if (!ordered.contains(version)
          && nowMs - store.changedAtMs(model, version) >= unreadableAgeMs) {
        store.delete(model, version);
        LOG.warn("snapshot {} of {}, which cannot be read, is removed", version, model);
      }
    }
    removeOld(manifests, keep, ordered, nowMs);
  }

  /**
   * @param manifests newest first
   */
  private void removeOld(Map<Long, Manifest> manifests, int keep, Set<Long> ordered, long nowMs)
      throws IOException {
    int accepted = 0;
    int refused = 0;
    long parent = 0;
    for (Map.Entry<Long, Manifest> version : manifests.entrySet()) {
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
}
