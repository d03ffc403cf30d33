package io.eddyline.serving.model;

import io.eddyline.schemas.control.ControlState;
import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.serving.model.VersionStatus.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every version of the served model that serving knows of: those in the store, those refused, and
 * those in memory. Before a model is served it is the configured one.
 *
 * <p>Threading: any thread that may block; it reads the store.
 */
public final class ModelVersions {
  private final String configured;
  private final SnapshotStore store;
  private final ModelSlot slot;
  private final Refusals refusals;
  private final ModelInbox inbox;

  ModelVersions(
      String configured, SnapshotStore store, ModelSlot slot, Refusals refusals, ModelInbox inbox) {
    this.configured = configured;
    this.store = store;
    this.slot = slot;
    this.refusals = refusals;
    this.inbox = inbox;
  }

  public String model() {
    String served = slot.model();
    return served == null ? configured : served;
  }

  /** What is ordered of the model. */
  public ModelOrders orders() {
    return inbox.heard().orders().model(model());
  }

  /** The model that is ordered to be served, null if none is. */
  public @Nullable String orderedModel() {
    ControlState orders = inbox.heard().orders();
    return orders.activeModel();
  }

  /** Orders for versions that do not play the part that they were ordered for. */
  int awaitedOrders() {
    Arrangement<LoadedModel> now = slot.arrangement();
    int awaited = 0;
    for (OrderedPart part : OrderedPart.of(orders())) {
      awaited += part.isPlayedIn(now) ? 0 : 1;
    }
    return awaited;
  }

  /** Version of the active model, 0 while there is none. */
  public long active() {
    return slot.version();
  }

  /** Whether a version plays the part that it is ordered for; never blocks. */
  public boolean isPlayed(OrderedPart part) {
    return part.isPlayedIn(slot.arrangement());
  }

  /** Whether the version of a part failed a check, so that waiting does not help; never blocks. */
  public boolean isRefused(OrderedPart part) {
    return refusals.holds(part.model(), part.version());
  }

  /** Their status, newest first. */
  public List<VersionStatus> list() throws IOException {
    String model = model();
    TreeSet<Long> versions = new TreeSet<>(store.versions(model));
    versions.addAll(refusals.of(model).keySet());
    for (Counted<LoadedModel> member : slot.arrangement().members()) {
      if (member.value().name().equals(model)) {
        versions.add(member.value().version());
      }
    }
    List<VersionStatus> list = new ArrayList<>();
    for (long version : versions.descendingSet()) {
      list.add(status(model, version));
    }
    return list;
  }

  /** The status of one version; null if there is no such version. */
  public @Nullable VersionStatus find(long version) throws IOException {
    return list().stream().filter(it -> it.version() == version).findFirst().orElse(null);
  }

  private VersionStatus status(String model, long version) throws IOException {
    Arrangement<LoadedModel> now = slot.arrangement();
    Map<Long, Refusals.Refusal> refused = refusals.of(model);
    Manifest manifest = manifest(now, model, version);
    if (is(now.active(), model, version)) {
      ModelOrders orders = orders();
      boolean pinned = orders.pin() != null && orders.pin().getVersion() == version;
      return new VersionStatus(version, pinned ? State.PINNED : State.ACTIVE, manifest, null);
    }
    if (is(now.canary(), model, version)) {
      return new VersionStatus(version, State.CANARY, manifest, null);
    }
    if (is(now.shadow(), model, version)) {
      return new VersionStatus(version, State.SHADOW, manifest, null);
    }
    Refusals.Refusal refusal = refused.get(version);
    if (refusal != null && !refusal.stamp().isOutdated(store, model, version)) {
      return new VersionStatus(
          version,
          State.REFUSED,
          manifest,
          new VersionStatus.Refusal(refusal.reason().code(), refusal.detail(), false));
    }
    return manifest == null || manifest.isServable()
        ? new VersionStatus(version, State.AVAILABLE, manifest, null)
        : new VersionStatus(version, State.REFUSED, manifest, advice(manifest));
  }

  /** What the builder's gate has against a version. */
  private static VersionStatus.Refusal advice(Manifest manifest) {
    Manifest.Gate gate = manifest.gate();
    if (gate != null) {
      for (Manifest.Check check : gate.checks()) {
        if (!check.passed()) {
          return new VersionStatus.Refusal(
              check.name(),
              "%s, limit %s: %s".formatted(check.value(), check.limit(), check.detail()),
              true);
        }
      }
    }
    return new VersionStatus.Refusal("gate", "its gate advises against it", true);
  }

  private @Nullable Manifest manifest(Arrangement<LoadedModel> now, String model, long version)
      throws IOException {
    for (Counted<LoadedModel> member : now.members()) {
      if (is(member, model, version)) {
        return member.value().manifest();
      }
    }
    try {
      return store.open(model, version).manifest();
    } catch (FormatException e) {
      return null; // refused for it, or removed by retention in the meantime
    }
  }

  private static boolean is(@Nullable Counted<LoadedModel> member, String model, long version) {
    return member != null
        && member.value().version() == version
        && member.value().name().equals(model);
  }
}
