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
    for (LoadedModel model : models) {
      model
          .manifest()
          .offsets()
          .events()
          .forEach((source, own) -> all.merge(source, own, Math::min));
    }
    for (LoadedModel model : models) {
      all.keySet().retainAll(model.manifest().offsets().events().keySet());
    }
    return all;
  }
}
