package io.eddyline.serving.model;

import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Shadow;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.serving.model.ModelInbox.Heard;
import io.eddyline.serving.model.VersionChoice.Wanted;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the arrangement in line with what is ordered and what is there, one version at a time.
 *
 * <p>Which model is served is ordered. Until the ordered one has a sound version, the one that is
 * served goes on and takes its own newer versions; before any is served, the configured one stands
 * in. Canary and shadow are those of the model that is served.
 *
 * <p>When there is no room for one more version: what an operator orders to be active takes the
 * place of the shadow, then of the canary, which come back when there is room; a mere newer version
 * waits until canary and shadow are withdrawn; the canary takes the place of the shadow. A process
 * that starts then takes the version that the order names as their control, which the others serve.
 *
 * <p>Threading: the model agent's thread.
 */
final class Arranger {
  private static final Logger log = LoggerFactory.getLogger(Arranger.class);

  private final String configured;
  private final SnapshotStore store;
  private final ModelSource source;
  private final ModelSlot slot;
  private final LoadRoom room;
  private final Runnable swapped;
  private String standIn;
  private long ordersEnd;
  private boolean held;

  /**
   * @param configured the model to serve while none is ordered
   * @param swapped hears of each change of the active version, just before it shows
   */
  Arranger(
      String configured,
      SnapshotStore store,
      ModelSource source,
      ModelSlot slot,
      LoadRoom room,
      Runnable swapped) {
    this.configured = configured;
    this.standIn = configured;
    this.store = store;
    this.source = source;
    this.slot = slot;
    this.room = room;
    this.swapped = swapped;
  }

  /**
   * Does what can be done.
   *
   * @return false if something that is ordered or announced is not in the store yet
   * @throws IOException if the store does not answer; the next call tries again
   * @throws LoadPace.AbandonedException if other orders came meanwhile
   */
  boolean arrange(Heard heard) throws IOException {
    held = false;
    String ordered = Objects.requireNonNullElse(heard.orders().activeModel(), configured);
    if (heard.ordersEnd() != ordersEnd) {
      source.forgetRepaired(heard, ordered, heard.orders().model(ordered));
      ordersEnd = heard.ordersEnd();
    }
    boolean complete = arrangeActive(heard, ordered);
    if (!ordered.equals(slot.model()) && !ordered.equals(standIn)) {
      log.warn("model {} has no version that can be served yet, {} goes on", ordered, standIn);
      complete &= arrangeActive(heard, standIn);
    }
    String served = slot.model();
    if (served == null) {
      return complete;
    }
    standIn = served;
    ModelOrders orders = heard.orders().model(served);
    complete &= arrangeCanary(heard, served, orders.canary());
    if (orders.shadow() == null) {
      slot.install(slot.arrangement().withoutShadow());
    }
    if (held && isRoom()) {
      complete &= arrangeActive(heard, served);
    }
    complete &= arrangeShadow(heard, served, orders.shadow());
    return complete;
  }

  private boolean arrangeActive(Heard heard, String model) throws IOException {
    boolean served = model.equals(slot.model());
    TreeSet<Long> known = new TreeSet<>(store.versions(model));
    ModelVersion announced = heard.announced().get(model);
    boolean complete = announced == null || known.isEmpty() || announced.version() <= known.last();
    if (served) {
      known.add(slot.version());
    }
    ModelOrders orders = heard.orders().model(model);
    for (Wanted wanted : wanted(orders, model, known, served)) {
      if (served && wanted.version() == slot.version() && mayServe(model, wanted)) {
        return complete;
      }
      if (!known.contains(wanted.version())) {
        log.info("version {} of model {} is ordered and awaited", wanted.version(), model);
        complete = false;
      } else if (mayServe(model, wanted)) {
        if (!hasRoomForActive(model, wanted)) {
          return complete;
        }
        Counted<LoadedModel> next = obtain(heard, model, wanted);
        if (next != null) {
          activate(next);
          return complete;
        }
      }
    }
    return complete;
  }

  /**
   * What a candidate is compared with comes first where nothing is served yet, and stays where it
   * is served, also while the candidate is not loaded.
   */
  private List<Wanted> wanted(
      ModelOrders orders, String model, NavigableSet<Long> known, boolean served) {
    List<Wanted> choice = VersionChoice.active(orders, known, served);
    Set<Long> sound = new HashSet<>(known);
    sound.removeIf(version -> source.isRefused(model, version));
    Wanted control = VersionChoice.control(orders, sound, room.places());
    if (control != null && (!served || control.version() == slot.version())) {
      choice.addFirst(control);
    }
    return choice;
  }

  /** Makes room if it is ordered; a mere newer version has to wait for it. */
  private boolean hasRoomForActive(String model, Wanted wanted) {
    if (find(model, wanted.version()) != null || isRoom()) {
      return true;
    }
    Arrangement<LoadedModel> now = slot.arrangement();
    if (!wanted.ordered()) {
      log.debug("version {} of {} waits for the end of canary or shadow", wanted.version(), model);
      held = true;
      return false;
    }
    slot.install(now.withoutShadow());
    if (!isRoom()) {
      slot.install(slot.arrangement().withoutCanary());
    }
    return true;
  }

  private void activate(Counted<LoadedModel> next) {
    Arrangement<LoadedModel> now = slot.arrangement();
    Arrangement<LoadedModel> then = now.withActive(next);
    if (now.canary() == next) {
      then = then.withoutCanary();
    }
    if (now.shadow() == next) {
      then = then.withoutShadow();
    }
    swapped.run();
    slot.install(then);
    log.info("serving version {} of model {}", next.value().version(), next.value().name());
  }

  private boolean arrangeCanary(Heard heard, String model, @Nullable Canary canary)
      throws IOException {
    Counted<LoadedModel> present = slot.arrangement().canary();
    if (canary == null || canary.getVersion() == slot.version()) {
      slot.install(slot.arrangement().withoutCanary());
      return true;
    }
    CanaryShare share = new CanaryShare(canary.getShare(), canary.getSalt());
    if (is(present, model, canary.getVersion())) {
      slot.install(slot.arrangement().withCanary(present, share));
      return true;
    }
    slot.install(slot.arrangement().withoutCanary());
    Wanted wanted = new Wanted(canary.getVersion(), true, canary.getForce());
    if (find(model, wanted.version()) == null && !isRoom()) {
      slot.install(slot.arrangement().withoutShadow());
    }
    if (!store.versions(model).contains(wanted.version())) {
      return false;
    }
    Counted<LoadedModel> next = mayServe(model, wanted) ? obtain(heard, model, wanted) : null;
    if (next != null) {
      Arrangement<LoadedModel> then = slot.arrangement().withCanary(next, share);
      slot.install(then.shadow() == next ? then.withoutShadow() : then);
      log.info("version {} of model {} answers {}", wanted.version(), model, share);
    }
    return true;
  }

  private boolean arrangeShadow(Heard heard, String model, @Nullable Shadow shadow)
      throws IOException {
    Arrangement<LoadedModel> now = slot.arrangement();
    if (shadow == null
        || is(now.active(), model, shadow.getVersion())
        || is(now.canary(), model, shadow.getVersion())) {
      slot.install(now.withoutShadow());
      return true;
    }
    if (is(now.shadow(), model, shadow.getVersion())) {
      slot.install(now.withShadow(now.shadow(), shadow.getSample()));
      return true;
    }
    slot.install(now.withoutShadow());
    if (!isRoom()) {
      return true;
    }
    Wanted wanted = new Wanted(shadow.getVersion(), true, shadow.getForce());
    if (!store.versions(model).contains(wanted.version())) {
      return false;
    }
    Counted<LoadedModel> next = mayServe(model, wanted) ? obtain(heard, model, wanted) : null;
    if (next != null) {
      slot.install(slot.arrangement().withShadow(next, shadow.getSample()));
      log.info("version {} of model {} is compared and not shown", wanted.version(), model);
    }
    return true;
  }

  /** Its gate has nothing against it, or an operator sets that aside, and no check failed. */
  private boolean mayServe(String model, Wanted wanted) throws IOException {
    if (source.isRefused(model, wanted.version())) {
      return false;
    }
    if (wanted.force()) {
      return true;
    }
    try {
      return store.open(model, wanted.version()).manifest().isServable();
    } catch (FormatException e) {
      return true; // the load says what is wrong with it
    }
  }

  /** The version as it is in service already, or loaded; null if it was refused. */
  private @Nullable Counted<LoadedModel> obtain(Heard heard, String model, Wanted wanted)
      throws IOException {
    Counted<LoadedModel> present = find(model, wanted.version());
    if (present != null) {
      return present;
    }
    LoadedModel loaded = source.load(heard, model, wanted);
    return loaded == null ? null : slot.counted(loaded);
  }

  private boolean isRoom() {
    return slot.arrangement().members().size() < room.places();
  }

  private @Nullable Counted<LoadedModel> find(String model, long version) {
    return slot.arrangement().members().stream()
        .filter(member -> is(member, model, version))
        .findFirst()
        .orElse(null);
  }

  private static boolean is(@Nullable Counted<LoadedModel> member, String model, long version) {
    return member != null
        && member.value().version() == version
        && member.value().name().equals(model);
  }
}
