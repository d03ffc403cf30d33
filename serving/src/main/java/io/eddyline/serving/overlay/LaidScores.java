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
    boolean priors = terms.hasPriors();
    boolean boosts = terms.hasBoosts();
    view.forEachLaid(
        (chunk, lane, slot) -> {
          double score =
              cosines[slot] * scale
                  + (affinities == null ? 0 : affinities[slot])
                  + (priors ? chunk.prior(lane) : 0)
                  + (boosts ? terms.boost(chunk.item(lane)) : 0);
          if (best.wants((float) score) && mayBeAnswered(chunk.item(lane))) {
            best.offer(chunk.item(lane), (float) score);
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
      double prior = terms.hasPriors() ? item.prior() : 0;
      best.offer(item, (float) (cosine * scale + affinity + prior + terms.boost(item)));
    }
  }

  private boolean mayBeAnswered(CurrentItem item) {
    return item.isAvailable() && !query.excluded().has(item) && terms.accept(item);
  }

  /** By slot, what the history's neighbours add; null if nothing. */
  private float @Nullable [] affinities(CurrentItems view, int slots) {
    return model.manifest().neighbourCount() == 0
        ? null
        : new LaidAffinities(model, view, slots).sums(query);
  }
}
