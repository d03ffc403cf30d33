package io.eddyline.serving.overlay;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows by id, at most so many: the one that was written longest ago makes room.
 *
 * <p>Threading: one writer; {@link #get} and {@link #size} from any thread, without locks.
 */
final class BoundedRows<V> {
  private final int bound;
  private final Map<String, V> byId = new ConcurrentHashMap<>();
  /* Written longest ago first; the writer's own. */
  private final LinkedHashSet<String> order = new LinkedHashSet<>();

  BoundedRows(int bound) {
    this.bound = bound;
  }

  @Nullable V get(String id) {
    return byId.get(id);
  }

  int size() {
    return byId.size();
  }

  /**
   * Writes a row.
   *
   * @return the id that had to go, null if none had to
   */
  @Nullable String put(String id, V row) {
    byId.put(id, row);
    order.addLast(id);
    if (order.size() <= bound) {
      return null;
    }
    String oldest = order.removeFirst();
    byId.remove(oldest);
    return oldest;
  }

  /** Visits the rows, written longest ago first. */
  void forEach(BiConsumer<String, V> reader) {
    for (String id : order) {
      reader.accept(id, row(id));
    }
  }

  /** Drops the rows that are chosen; the choice may call {@link #replace} for its own id. */
  void removeIf(BiPredicate<String, V> choice) {
    order.removeIf(
        id -> {
          boolean chosen = choice.test(id, row(id));
          if (chosen) {
            byId.remove(id);
          }
          return chosen;
        });
  }

  /** Another row in the place and the age of one that is there. */
  void replace(String id, V row) {
    byId.replace(id, row);
  }

  private V row(String id) {
    return Objects.requireNonNull(byId.get(id), "ordered ids have rows");
  }
}
