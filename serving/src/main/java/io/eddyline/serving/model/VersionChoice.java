package io.eddyline.serving.model;

import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.PinnedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which version of a model is to be the active one: pin before activation before the newest.
 *
 * <p>Threading: stateless.
 */
final class VersionChoice {
  private VersionChoice() {}

  /**
   * A version to try.
   *
   * @param ordered an operator named it
   * @param force its gate's advice is set aside
   */
  record Wanted(long version, boolean ordered, boolean force) {}

  /**
   * The versions to try in turn until one is sound.
   *
   * <p>A pin stands alone, also while its version is not there: what is served goes on. So does an
   * activation, behind the versions that came after it. Only where the model is not served at all
   * does any version do.
   *
   * @param known versions that are there
   * @param served whether a version of the model is the active one
   */
  static List<Wanted> active(ModelOrders orders, NavigableSet<Long> known, boolean served) {
    List<Wanted> wanted = new ArrayList<>();
    PinnedVersion pin = orders.pin();
    ActiveVersion active = orders.active();
    if (pin != null) {
      wanted.add(new Wanted(pin.getVersion(), true, pin.getForce()));
    } else if (active != null) {
      addNewest(known.tailSet(active.getSupersededAbove(), false), wanted);
      wanted.add(new Wanted(active.getVersion(), true, active.getForce()));
    }
    if (!served || (pin == null && active == null)) {
      addNewest(known, wanted);
    }
    return wanted;
  }

  /**
   * Whether a newer version that nobody named is still to be loaded when other orders stand: they
   * ask for the same as before, or for it.
   */
  static boolean isKept(long version, ModelOrders before, ModelOrders now) {
    NavigableSet<Long> alone = new TreeSet<>(Set.of(version));
    List<Wanted> wanted = active(now, alone, true);
    return wanted.equals(active(before, alone, true)) || wanted.getFirst().version() == version;
  }

  private static void addNewest(NavigableSet<Long> versions, List<Wanted> wanted) {
    for (long version : versions.descendingSet()) {
      wanted.add(new Wanted(version, false, false));
    }
  }
}
