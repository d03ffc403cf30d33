package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a version: served, refused, or passed over because a newer one is served.
 *
 * <p>Which model is served is ordered. Until the ordered one has a sound version, the one that is
 * served goes on and takes its own newer versions; before any is served, the configured one stands
 * in.
 *
 * <p>Threading: one thread, the watcher's; slot, refusals and the ordered model's name are read by
 * others.
 */
final class ModelIntake {
  private static final Logger log = LoggerFactory.getLogger(ModelIntake.class);

  private final String configured;
  private final FileSnapshotStore store;
  private final ModelLoader loader;
  private final ModelSlot slot;
  private final Refusals refusals;
  private final Counter swaps;
  private volatile String ordered;
  private boolean settled;

  /**
   * @param configured the model to serve while none is ordered
   */
  ModelIntake(
      String configured,
      FileSnapshotStore store,
      ModelLoader loader,
      ModelSlot slot,
      Refusals refusals,
      MeterRegistry registry) {
    this.configured = configured;
    this.ordered = configured;
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
    Gauge.builder("eddyline.serving.model.awaited", this, it -> it.isServed(it.ordered) ? 0 : 1)
        .description("1 while the ordered model has no version that can be served")
        .register(registry);
  }

  /** Takes the order to serve a model; null withdraws it and leaves the configured one. */
  void order(@Nullable String model) {
    String wanted = model == null ? configured : model;
    if (!wanted.equals(ordered)) {
      log.info("model {} is to be served instead of {}", wanted, ordered);
      ordered = wanted;
      settled = false;
    }
  }

  /** Whether versions of this model may come into service now. */
  boolean follows(String model) {
    return model.equals(ordered) || model.equals(standIn());
  }

  /**
   * After an order and at the start, serves the newest sound version of the ordered model.
   *
   * @throws IOException if the store does not answer; the next call tries again
   */
  void settle() throws IOException {
    if (settled) {
      return;
    }
    takeNewest(ordered);
    if (!isServed(ordered) && !ordered.equals(standIn())) {
      takeNewest(standIn());
      log.warn("model {} has no version that can be served yet, {} goes on", ordered, standIn());
    }
    settled = true;
  }

  /**
   * Serves a version if its model is followed, if it is newer than the served one of that model,
   * and if it is sound.
   *
   * @throws IOException if the store does not answer; the same call may succeed later
   */
  void take(ModelVersion offered) throws IOException {
    boolean served = isServed(offered.model()) && offered.version() <= slot.version();
    if (served || !follows(offered.model()) || refusals.holds(offered)) {
      return;
    }
    try {
      slot.swap(loader.load(offered));
      swaps.increment();
      log.info("serving version {} of model {}", offered.version(), offered.model());
    } catch (ModelRefusedException e) {
      refuse(offered, e.reason(), e);
    } catch (RuntimeException e) {
      // the files come from outside: whatever they provoke must not end the watcher
      refuse(offered, RefusalReason.CONTENT, e);
    }
  }

  private void takeNewest(String model) throws IOException {
    List<Long> versions = store.versions(model);
    for (int index = versions.size() - 1; index >= 0 && !isServed(model); index--) {
      take(new ModelVersion(model, versions.get(index), null));
    }
  }

  private String standIn() {
    String served = slot.model();
    return served == null ? configured : served;
  }

  private boolean isServed(String model) {
    return model.equals(slot.model());
  }

  private void refuse(ModelVersion refused, RefusalReason reason, RuntimeException cause) {
    String detail = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    refusals.add(refused, reason, detail);
    log.warn(
        "refused version {} of model {} ({}), version {} of {} goes on: {}",
        refused.version(),
        refused.model(),
        reason.code(),
        slot.version(),
        standIn(),
        detail);
  }

  /** Counts an announcement that names no version. */
  void refuseAnnouncement(String detail) {
    refusals.count(RefusalReason.ANNOUNCEMENT);
    log.warn("unreadable announcement of a snapshot: {}", detail);
  }
}
