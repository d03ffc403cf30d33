package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every version of the served model that serving knows of: those in the store, those refused, and
 * the served one. Before a model is served it is the configured one.
 *
 * <p>Threading: any thread that may block; it reads the store.
 */
public final class ModelVersions {
  private final String configured;
  private final FileSnapshotStore store;
  private final ModelSlot slot;
  private final Refusals refusals;

  ModelVersions(String configured, FileSnapshotStore store, ModelSlot slot, Refusals refusals) {
    this.configured = configured;
    this.store = store;
    this.slot = slot;
    this.refusals = refusals;
  }

  public String model() {
    String served = slot.model();
    return served == null ? configured : served;
  }

  /** Their status, newest first. */
  public List<VersionStatus> list() throws IOException {
    String model = model();
    Map<Long, Refusals.Refusal> refused = refusals.of(model);
    long serving = slot.version();
    TreeSet<Long> versions = new TreeSet<>(store.versions(model));
    versions.addAll(refused.keySet());
    if (serving > 0) {
      versions.add(serving);
    }
    List<VersionStatus> list = new ArrayList<>();
    for (long version : versions.descendingSet()) {
      list.add(status(model, version, serving, refused.get(version)));
    }
    return list;
  }

  private VersionStatus status(
      String model, long version, long serving, Refusals.@Nullable Refusal refusal)
      throws IOException {
    Manifest manifest = manifest(model, version, serving);
    if (version == serving) {
      return new VersionStatus(version, VersionStatus.State.SERVING, manifest, null, null);
    }
    return refusal == null
        ? new VersionStatus(version, VersionStatus.State.STORED, manifest, null, null)
        : new VersionStatus(
            version, VersionStatus.State.REFUSED, manifest, refusal.reason(), refusal.detail());
  }

  private @Nullable Manifest manifest(String model, long version, long serving) throws IOException {
    if (version == serving) {
      try (ModelSlot.Lease lease = slot.acquire()) {
        if (lease != null
            && lease.model().name().equals(model)
            && lease.model().version() == version) {
          return lease.model().manifest();
        }
      }
    }
    try {
      return store.open(model, version).manifest();
    } catch (FormatException e) {
      return null; // refused for it, or removed by retention in the meantime
    }
  }
}
