package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import java.util.Arrays;

/**
 * What a history's affinities add to the items that are laid over a version.
 *
 * <pre>
 *   affinity(j, i) = sqrt(C[j][i] + C[i][j]) f_j f_i      i is laid
 *
 *   C[i][j]   of i's newer row
 *   C[j][i]   of j's newer row, or of the version if j has none: then it has not changed
 * </pre>
 *
 * <p>An item whose row does not say its neighbours, as those of older learners, has the version's
 * affinities; so has every item that is not laid.
 *
 * <p>Threading: one thread, for one request.
 */
final class LaidAffinities {
  private final LoadedModel model;
  private final CurrentItems view;
  private final float[] sums;
  private final float[] pairs;
  private int[] touched = new int[64];
  private int touchedCount;

  /**
   * @param slots of the view, rounded up to whole chunks
   */
  LaidAffinities(LoadedModel model, CurrentItems view, int slots) {
    this.model = model;
    this.view = view;
    this.sums = new float[slots];
    this.pairs = new float[slots];
  }

  /** By slot, the sum over the query's history. */
  float[] sums(CurrentQuery query) {
    for (int age = 0; age < query.historyCount(); age++) {
      float weight = query.neighbourWeight(age);
      if (weight != 0) {
        add(query.historyItem(age), weight);
      }
    }
    return sums;
  }

  private void add(CurrentItem item, float weight) {
    view.forEachNaming(item.id(), this::count);
    RowNeighbours newer = item instanceof LaidItem laid ? laid.neighbours() : null;
    if (newer != null) {
      countNamedBy((LaidItem) item, newer);
    }
    if (item.row() < model.items().count()) {
      model
          .tables()
          .forEachNeighbour(
              item.row(),
              (row, affinity, count) -> {
                LaidItem laid = view.laid(row);
                if (laid != null && laid.neighbours() == null) {
                  sums[laid.slot()] += weight * affinity;
                } else if (laid != null && newer == null) {
                  count(laid.slot(), count);
                }
              });
    }
    addPairs(weight * item.affinityFactor());
  }

  /* C[j][i] of j's newer row. */
  private void countNamedBy(LaidItem item, RowNeighbours neighbours) {
    Namings[] named = item.named();
    for (int k = 0; k < named.length; k++) {
      LaidItem laid = view.laid(named[k]);
      if (laid != null && laid.neighbours() != null) {
        count(laid.slot(), neighbours.counts()[k]);
      }
    }
  }

  private void count(int slot, float visits) {
    if (visits <= 0) {
      return;
    }
    if (pairs[slot] == 0) {
      if (touchedCount == touched.length) {
        touched = Arrays.copyOf(touched, 2 * touchedCount);
      }
      touched[touchedCount++] = slot;
    }
    pairs[slot] += visits;
  }

  private void addPairs(float coefficient) {
    for (int k = 0; k < touchedCount; k++) {
      int slot = touched[k];
      sums[slot] +=
          coefficient * view.inSlot(slot).affinityFactor() * (float) Math.sqrt(pairs[slot]);
      pairs[slot] = 0;
    }
    touchedCount = 0;
  }
}
