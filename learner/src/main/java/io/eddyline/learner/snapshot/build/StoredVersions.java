package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's versions in the store, the accepted among them.
 *
 * <p>Threading: stateless.
 */
final class StoredVersions {
  private static final Logger LOG = LoggerFactory.getLogger(StoredVersions.class);

  private final SnapshotStore store;
  private final String model;

  StoredVersions(SnapshotStore store, String model) {
    this.store = store;
    this.model = model;
  }

  /** The highest number of a version, accepted or not; 0 without versions. */
  long newest() throws IOException {
    List<Long> versions = store.versions(model);
    return versions.isEmpty() ? 0 : versions.getLast();
  }

  /** The newest version that is readable and that its gate did not refuse. */
  Optional<StoredSnapshot> accepted() throws IOException {
    for (long version : store.versions(model).reversed()) {
      Optional<StoredSnapshot> stored = open(version).filter(it -> it.manifest().isServable());
      if (stored.isPresent()) {
        return stored;
      }
    }
    return Optional.empty();
  }

  /**
   * The version that serving answers from, as far as orders say so: the pinned one, or the
   * activated one while no accepted version is newer than the order. Otherwise, and where it is not
   * there, the newest accepted version.
   */
  Optional<StoredSnapshot> served(ModelOrders orders) throws IOException {
    Optional<StoredSnapshot> accepted = accepted();
    long newest = accepted.map(it -> it.manifest().version()).orElse(0L);
    OptionalLong ordered = OptionalLong.empty();
    if (orders.pin() != null) {
      ordered = OptionalLong.of(orders.pin().getVersion());
    } else if (orders.active() != null && newest <= orders.active().getSupersededAbove()) {
      ordered = OptionalLong.of(orders.active().getVersion());
    }
    if (ordered.isEmpty() || !store.versions(model).contains(ordered.getAsLong())) {
      return accepted;
    }
    Optional<StoredSnapshot> named = open(ordered.getAsLong());
    return named.isPresent() ? named : accepted;
  }

  /** A version's manifest, if it is readable. */
  Optional<Manifest> manifest(long version) throws IOException {
    return open(version).map(StoredSnapshot::manifest);
  }

  private Optional<StoredSnapshot> open(long version) throws IOException {
    try {
      return Optional.of(store.open(model, version));
    } catch (FormatException e) {
      LOG.warn("snapshot {} of {} is passed over: {}", version, model, e.getMessage());
      return Optional.empty();
    }
  }
}
