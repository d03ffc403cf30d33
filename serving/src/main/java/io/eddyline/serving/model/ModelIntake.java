package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a version: served, refused, or passed over because a newer one is served.
 *
 * <p>Threading: one thread, the watcher's; slot and refusals are read by others.
 */
final class ModelIntake {
  private static final Logger log = LoggerFactory.getLogger(ModelIntake.class);

  private final String model;
  private final FileSnapshotStore store;
  private final ModelLoader loader;
  private final ModelSlot slot;
  private final Refusals refusals;
  private final Counter swaps;

  ModelIntake(
      String model,
      FileSnapshotStore store,
      ModelLoader loader,
      ModelSlot slot,
      Refusals refusals,
      MeterRegistry registry) {
    this.model = model;
    this.store = store;
    this.loader = loader;
    this.slot = slot;
    this.refusals = refusals;
    this.swaps =
        Counter.builder("eddyline.serving.swaps")
            .description("Models that became the served one")
            .register(registry);
    Gauge.builder("eddyline.serving.model.version", slot, ModelSlot::version)
        .description("Version that is served, 0 while there is none")
        .register(registry);
  }

  /** Name of the model whose versions are taken in. */
  String model() {
    return model;
  }

  /** Serves the newest sound version of the store, if there is one. */
  void takeNewest() throws IOException {
    List<Long> versions = store.versions(model);
    for (int index = versions.size() - 1; index >= 0 && slot.version() == 0; index--) {
      take(new ModelVersion(model, versions.get(index), null));
    }
  }

  /**
   * Serves a version if it is newer than the served one and sound.
   *
   * @throws IOException if the store does not answer; the same call may succeed later
   */
  void take(ModelVersion wanted) throws IOException {
    if (wanted.version() <= slot.version() || refusals.holds(wanted.version())) {
      return;
    }
    try {
      slot.swap(loader.load(wanted));
      swaps.increment();
      log.info("serving version {} of model {}", wanted.version(), model);
    } catch (ModelRefusedException e) {
      refuse(wanted, e.reason(), e);
    } catch (RuntimeException e) {
      // the files come from outside: whatever they provoke must not end the watcher
      refuse(wanted, RefusalReason.CONTENT, e);
    }
  }

  private void refuse(ModelVersion refused, RefusalReason reason, RuntimeException cause) {
    String detail = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    refusals.add(refused.version(), reason, detail);
    log.warn(
        "refused version {} of model {} ({}), version {} goes on: {}",
        refused.version(),
        model,
        reason.code(),
        slot.version(),
        detail);
  }

  /** Counts an announcement that names no version. */
  void refuseAnnouncement(String detail) {
    refusals.count(RefusalReason.ANNOUNCEMENT);
    log.warn("unreadable announcement of a snapshot: {}", detail);
  }
}
