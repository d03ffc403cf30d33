package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import org.jspecify.annotations.Nullable;

/**
 * Scores what the graph does not: items that are laid over a version, and its own whose score is
 * another one by now; all by the graph's own formula:
 *
 * <pre>
 *   score(i) = (raw / |raw|) . e_i / tau + bias(i) + sum over a of n_a affinity(j_a, i)
 * </pre>
 *
 * <p>Threading: one thread, for one request.
 */
final class CurrentScores {
  private final CurrentItems view;
  private final CurrentQuery query;
  private final Terms terms;
  private final double scale;
  private final float[] cosines;
  private final @Nullable CurrentAffinities affinities;

  /** Those of a view's items. */
  CurrentScores(LoadedModel model, CurrentItems view, CurrentQuery query, Terms terms) {
    this.view = view;
    this.query = query;
    this.terms = terms;
    this.scale = 1 / (double) model.scoring().temperature();
    this.cosines = view.multiply(query.direction());
    this.affinities =
        model.manifest().neighbourCount() == 0
            ? null
            : new CurrentAffinities(model, view, cosines.length, query);
  }

  /** Offers every laid item of the view that may be answered and is wanted. */
  void offerLaid(BestItems best) {
    float[] sums = affinities == null ? null : affinities.sums();
    boolean priors = terms.hasPriors();
    boolean boosts = terms.hasBoosts();
    view.forEachLaid(
        (chunk, lane, slot) -> {
          double score =
              cosines[slot] * scale
                  + (sums == null ? 0 : sums[slot])
                  + (priors ? chunk.prior(lane) : 0)
                  + (boosts ? terms.boost(chunk.item(lane)) : 0);
          if (best.wants((float) score) && mayBeAnswered(chunk.item(lane))) {
            best.offer(chunk.item(lane), (float) score);
          }
        });
  }

  /** What the affinities of the version's own rows are more or less than the graph has them. */
  AffinityChanges changes() {
    return affinities == null ? AffinityChanges.NONE : affinities.changes();
  }

  /** Offers an item that the graph did not answer and that is not laid in the view. */
  void offer(CurrentItem item, BestItems best) {
    if (!mayBeAnswered(item)) {
      return;
    }
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
    double prior = terms.hasPriors() ? item.prior() : 0;
    best.offer(item, (float) (cosine * scale + affinity + prior + terms.boost(item)));
  }

  private boolean mayBeAnswered(CurrentItem item) {
    return item.isAvailable() && !query.excluded().has(item) && terms.accept(item);
  }
}
