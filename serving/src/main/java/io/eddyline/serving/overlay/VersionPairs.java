package io.eddyline.serving.overlay;

import io.eddyline.serving.model.EmbeddingTables;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.Priors;

/**
 * What a version says of two of its items, by the popularities of now:
 *
 * <pre>
 *   affinity(j, i) = that of the file * growth_j growth_i      growth = factor by now / factor then
 *   C[i][j]        = (that of the file / (f_j f_i))^2 - C[j][i]           f: the factors of then
 * </pre>
 *
 * <p>Threading: immutable but for popularities, which decay; usable while the model is.
 *
 * @param priors of the version's items
 * @param tables of the version
 */
record VersionPairs(Priors priors, EmbeddingTables tables) {
  /* Counts have 11 bits: a difference below this share of one may be nothing but rounding. */
  private static final float UNCERTAIN = 0x1p-9f;

  static VersionPairs of(LoadedModel model) {
    return new VersionPairs(model.items().priors(), model.tables());
  }

  /** How many times as large the factor of one of the version's own items is by now. */
  float growth(CurrentItem item) {
    return item.affinityFactor() / priors.affinityFactorThen(item.row());
  }

  /** The affinity by now of a candidate among the neighbours of a history's item. */
  float affinity(CurrentItem of, CurrentItem item) {
    float then = tables.affinity(of.row(), item.row());
    return then == 0 ? 0 : then * growth(of) * growth(item);
  }

  /** Visits of j before i, by i's own list; whether i is among j's neighbours or not. */
  float back(int j, int i) {
    float affinity = tables.affinity(j, i);
    return affinity == 0 ? tables.count(i, j) : back(j, i, affinity, tables.count(j, i));
  }

  /**
   * Visits of j before i, by i's own list.
   *
   * @param j row of an item of the history
   * @param i row of a candidate among j's neighbours
   * @param affinity of the two, by j's list
   * @param count visits of i before j, by j's list
   */
  float back(int j, int i, float affinity, float count) {
    float root = affinity / (priors.affinityFactorThen(j) * priors.affinityFactorThen(i));
    float back = root * root - count;
    return back > UNCERTAIN * count ? back : tables.count(i, j);
  }
}
