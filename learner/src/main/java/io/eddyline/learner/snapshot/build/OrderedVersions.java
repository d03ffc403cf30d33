package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.control.ModelOrders;
import java.util.Set;
import java.util.TreeSet;

/** What the orders in force ask of retention. Stateless. */
final class OrderedVersions {
  private OrderedVersions() {}

  /** The versions that an order names: pinned, activated, canary, shadow, and their controls. */
  static Set<Long> of(ModelOrders orders) {
    Set<Long> named = new TreeSet<>();
    if (orders.pin() != null) {
      named.add(orders.pin().getVersion());
    }
    if (orders.active() != null) {
      named.add(orders.active().getVersion());
    }
    if (orders.canary() != null) {
      named.add(orders.canary().getVersion());
      named.add(orders.canary().getControl());
    }
    if (orders.shadow() != null) {
      named.add(orders.shadow().getVersion());
      named.add(orders.shadow().getControl());
    }
    return named;
  }

  /** Versions to keep: as ordered, otherwise as configured. */
  static int keep(ModelOrders orders, int configured) {
    return orders.retention() == null ? configured : orders.retention().getKeep();
  }
}
