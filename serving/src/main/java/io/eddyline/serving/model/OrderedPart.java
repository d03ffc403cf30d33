package io.eddyline.serving.model;

import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Shadow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part that an order gives a version.
 *
 * <p>Threading: immutable.
 *
 * @param newerAbove a version above this one plays an active part as well: it came after the order
 */
public record OrderedPart(Part part, String model, long version, long newerAbove) {
  private static final long NEVER = Long.MAX_VALUE;

  enum Part {
    ACTIVE,
    CANARY,
    SHADOW
  }

  /** The part that one order gives; null for an order that gives none. */
  public static @Nullable OrderedPart of(Control order) {
    return switch (order.getContentCase()) {
      case ACTIVE_VERSION -> active(order.getActiveVersion());
      case PINNED_VERSION -> pinned(order.getPinnedVersion());
      case CANARY -> canary(order.getCanary());
      case SHADOW -> shadow(order.getShadow());
      case ACTIVE_MODEL, REBUILD, RETENTION, CONTENT_NOT_SET -> null;
    };
  }

  /** The parts that a model's orders give together: a pin comes before an activation. */
  static List<OrderedPart> of(ModelOrders orders) {
    List<OrderedPart> parts = new ArrayList<>();
    if (orders.pin() != null) {
      parts.add(pinned(orders.pin()));
    } else if (orders.active() != null) {
      parts.add(active(orders.active()));
    }
    if (orders.canary() != null) {
      parts.add(canary(orders.canary()));
    }
    if (orders.shadow() != null) {
      parts.add(shadow(orders.shadow()));
    }
    return parts;
  }

  private static OrderedPart active(ActiveVersion order) {
    return new OrderedPart(
        Part.ACTIVE, order.getModel(), order.getVersion(), order.getSupersededAbove());
  }

  private static OrderedPart pinned(PinnedVersion order) {
    return new OrderedPart(Part.ACTIVE, order.getModel(), order.getVersion(), NEVER);
  }

  private static OrderedPart canary(Canary order) {
    return new OrderedPart(Part.CANARY, order.getModel(), order.getVersion(), NEVER);
  }

  private static OrderedPart shadow(Shadow order) {
    return new OrderedPart(Part.SHADOW, order.getModel(), order.getVersion(), NEVER);
  }

  /** Whether the version plays its part, or a greater one, which leaves it nothing to do. */
  boolean isPlayedIn(Arrangement<LoadedModel> now) {
    return switch (part) {
      case ACTIVE -> isActive(now);
      case CANARY -> isActive(now) || is(now.canary());
      case SHADOW -> isActive(now) || is(now.canary()) || is(now.shadow());
    };
  }

  private boolean isActive(Arrangement<LoadedModel> now) {
    Counted<LoadedModel> active = now.active();
    return is(active)
        || (active != null
            && active.value().name().equals(model)
            && active.value().version() > newerAbove);
  }

  private boolean is(@Nullable Counted<LoadedModel> member) {
    return member != null
        && member.value().version() == version
        && member.value().name().equals(model);
  }
}
