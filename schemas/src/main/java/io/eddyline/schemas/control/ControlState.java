package io.eddyline.schemas.control;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.schemas.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The orders in force: the last record of each key.
 *
 * <p>An order of a kind that this reader does not know is kept out, so that an older process goes
 * on when a newer one orders something new.
 *
 * <p>Threading: owned by the thread that reads the topic; {@link #copy} makes one for others.
 */
public final class ControlState {
  private final Map<String, Control> orders = new TreeMap<>();

  /**
   * Takes the next record of the topic.
   *
   * @param value null is a tombstone: the order is withdrawn
   * @throws FormatException if it is not readable; the order before it stays in force
   */
  public void apply(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null) {
      throw new FormatException("order without a key");
    }
    String name = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      orders.remove(name);
      return;
    }
    Control order = RecordSerdes.CONTROL.decode(value);
    String expected = ControlKeys.of(order);
    if (expected == null) {
      return; // of a kind that came later
    }
    if (!name.equals(expected)) {
      throw new FormatException("order under the key %s, expected %s".formatted(name, expected));
    }
    requireSound(order);
    orders.put(name, order);
  }

  private static void requireSound(Control order) {
    requireShare("share of a canary", order.getCanary().getShare());
    requireShare("sample of a shadow", order.getShadow().getSample());
  }

  private static void requireShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new FormatException("%s is %s, expected 0 to 1".formatted(what, value));
    }
  }

  /** The orders as they are now, which nobody changes any more. */
  public ControlState copy() {
    ControlState copy = new ControlState();
    copy.orders.putAll(orders);
    return copy;
  }

  /** The model that is ordered to be served, null if none is. */
  public @Nullable String activeModel() {
    return of(ControlKeys.ACTIVE_MODEL, order -> order.getActiveModel().getModel());
  }

  /** The rebuild of a model, null if it was not begun as one. */
  public @Nullable Rebuild rebuild(String model) {
    return of(ControlKeys.rebuild(model), Control::getRebuild);
  }

  /** Every rebuild, by the model's name. */
  public Collection<Rebuild> rebuilds() {
    return orders.values().stream().filter(Control::hasRebuild).map(Control::getRebuild).toList();
  }

  /** What is ordered of a model's versions. */
  public ModelOrders model(String model) {
    return new ModelOrders(
        of(ControlKeys.pin(model), Control::getPinnedVersion),
        of(ControlKeys.activeVersion(model), Control::getActiveVersion),
        of(ControlKeys.canary(model), Control::getCanary),
        of(ControlKeys.shadow(model), Control::getShadow),
        of(ControlKeys.retention(model), Control::getRetention));
  }

  private <T> @Nullable T of(String key, Function<Control, T> content) {
    Control order = orders.get(key);
    return order == null ? null : content.apply(order);
  }
}
