package io.eddyline.schemas.control;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.schemas.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The orders in force: the last record of each key.
 *
 * <p>An order of a kind that this reader does not know is kept out, so that an older process goes
 * on when a newer one orders something new.
 *
 * <p>Threading: owned by the thread that reads the topic.
 */
public final class ControlState {
  private final Map<String, Rebuild> rebuilds = new TreeMap<>();
  private @Nullable String activeModel;

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
      if (name.equals(ControlKeys.ACTIVE_MODEL)) {
        activeModel = null;
      }
      rebuilds.remove(name);
      return;
    }
    Control order = RecordSerdes.CONTROL.decode(value);
    switch (order.getContentCase()) {
      case ACTIVE_MODEL -> {
        require(name, ControlKeys.ACTIVE_MODEL);
        activeModel = order.getActiveModel().getModel();
      }
      case REBUILD -> {
        require(name, ControlKeys.rebuild(order.getRebuild().getModel()));
        rebuilds.put(name, order.getRebuild());
      }
      case CONTENT_NOT_SET -> {
        // of a kind that came later
      }
    }
  }

  /** The model that is ordered to be served, null if none is. */
  public @Nullable String activeModel() {
    return activeModel;
  }

  /** The rebuild of a model, null if it was not begun as one. */
  public @Nullable Rebuild rebuild(String model) {
    return rebuilds.get(ControlKeys.rebuild(model));
  }

  /** Every rebuild, by the model's name. */
  public Collection<Rebuild> rebuilds() {
    return rebuilds.values();
  }

  private static void require(String key, String expected) {
    if (!key.equals(expected)) {
      throw new FormatException("order under the key %s, expected %s".formatted(key, expected));
    }
  }
}
