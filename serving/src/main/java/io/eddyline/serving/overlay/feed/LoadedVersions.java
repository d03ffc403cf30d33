package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.model.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The versions that rows are laid over, until they close.
 *
 * <p>Threading: the overlay agent.
 */
final class LoadedVersions {
  private final List<LoadedModel> models = new ArrayList<>();

  void add(LoadedModel model) {
    models.add(model);
  }

  /** Forgets those that closed; false if there are none, or no others would be left. */
  boolean removeClosed() {
    return models.removeIf(LoadedModel::isClosed) && !models.isEmpty();
  }

  /** First offset of a partition's log that some version does not hold. */
  long start(RowPartition partition) {
    return models.stream()
        .mapToLong(model -> partition.start(model.manifest().offsets()))
        .min()
        .orElse(0);
  }

  /** Offsets of {@code events} by partition that every version holds. */
  Map<Integer, Long> events() {
    Map<Integer, Long> all = new TreeMap<>();
    boolean first = true;
    for (LoadedModel model : models) {
      Map<Integer, Long> own = model.manifest().offsets().events();
      if (first) {
        all.putAll(own);
      } else {
        all.keySet().retainAll(own.keySet());
        all.replaceAll((partition, offset) -> Math.min(offset, own.get(partition)));
      }
      first = false;
    }
    return all;
  }
}
