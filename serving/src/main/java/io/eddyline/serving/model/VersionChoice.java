package io.eddyline.serving.model;

import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Shadow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
   * The version that a candidate is compared with: the one that its order names, or one that was
   * activated since. Null where none is named, where one is pinned, and where there is room to
   * follow the newest beside the candidates.
   *
   * @param sound versions that are there and not refused
   * @param places for versions in memory
   */
  static @Nullable Wanted control(ModelOrders orders, Set<Long> sound, int places) {
    Map<Long, Long> controls = new LinkedHashMap<>();
    Canary canary = orders.canary();
    if (canary != null && sound.contains(canary.getVersion())) {
      controls.put(canary.getVersion(), canary.getControl());
    }
    Shadow shadow = orders.shadow();
    if (shadow != null && sound.contains(shadow.getVersion())) {
      controls.putIfAbsent(shadow.getVersion(), shadow.getControl());
    }
    if (orders.pin() != null || controls.isEmpty() || places > 1 + controls.size()) {
      return null;
    }
    long named = controls.values().iterator().next();
    ActiveVersion active = orders.active();
    Wanted control =
        active != null && named != 0 && named <= active.getSupersededAbove()
            ? new Wanted(active.getVersion(), true, active.getForce())
            : new Wanted(named, false, true);
    return sound.contains(control.version()) ? control : null;
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
