package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import org.jspecify.annotations.Nullable;

/**
 * Scores the items that are laid over a version, by the graph's own formula:
 *
 * <pre>
 *   score(i) = (raw / |raw|) . e_i / tau + bias(i) + sum over a of n_a affinity(j_a, i)
 * </pre>
 *
 * <p>Threading: one thread, for one request.
 */
final class LaidScores {
  private final LoadedModel model;
  private final CurrentQuery query;
  private final Terms terms;

  LaidScores(LoadedModel model, CurrentQuery query, Terms terms) {
    this.model = model;
    this.query = query;
    this.terms = terms;
  }

  /** Offers every laid item of a view that may be answered and is wanted. */
  void offer(CurrentItems view, BestItems best) {
    float[] cosines = view.multiply(query.direction());
    float[] affinities = affinities(view, cosines.length);
    double scale = 1 / (double) model.scoring().temperature();
    view.forEachLaid(
        (item, slot) -> {
          double affinity = affinities == null ? 0 : affinities[slot];
          float score = (float) (cosines[slot] * scale + terms.bias(item) + affinity);
          if (best.wants(score) && mayBeAnswered(item)) {
            best.offer(item, score);
          }
        });
  }

  /** Offers an item that no view has any more. */
  void offer(LaidItem item, BestItems best) {
    double cosine = 0;
    float[] direction = query.direction();
    float[] candidate = item.candidate();
    for (int at = 0; at < direction.length; at++) {
      cosine += direction[at] * candidate[at];
    }
    double affinity = 0;
    for (int age = 0; age < query.historyCount(); age++) {
      affinity += query.neighbourWeight(age) * (double) query.affinity(age, item);
    }
    if (mayBeAnswered(item)) {
      double scale = 1 / (double) model.scoring().temperature();
      best.offer(item, (float) (cosine * scale + terms.bias(item) + affinity));
    }
  }

  private boolean mayBeAnswered(CurrentItem item) {
    return item.isAvailable() && !query.excluded().has(item) && terms.accept(item);
  }

  /** By slot, what the history's neighbours add; null if nothing. */
  private float @Nullable [] affinities(CurrentItems view, int slots) {
    if (model.manifest().neighbourCount() == 0) {
      return null;
    }
    float[] sums = new float[slots];
    for (int age = 0; age < query.historyCount(); age++) {
      float weight = query.neighbourWeight(age);
      int row = query.historyItem(age).row();
      if (weight != 0 && row < model.items().count()) {
        model
            .tables()
            .forEachNeighbour(
                row,
                (neighbour, affinity) -> {
                  LaidItem laid = affinity == 0 ? null : view.laid(neighbour);
                  if (laid != null) {
                    sums[laid.slot()] += weight * affinity;
                  }
                });
      }
    }
    return sums;
  }
}
