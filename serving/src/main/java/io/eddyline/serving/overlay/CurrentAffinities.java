package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a history's affinities by now add to the scores: to those of items that are laid over a
 * version, all of it; to those of the version's own, what they are more or less than those that the
 * graph adds.
 *
 * <pre>
 *   affinity(j, i) = sqrt(C[j][i] + C[i][j]) f_j f_i
 *
 *   C[i][j]   of i's newer row, or of the version if i has none: then it has not changed
 *   C[j][i]   the same of j
 * </pre>
 *
 * <p>An item whose newer row does not say its neighbours has those of the version, none if it has
 * no row there.
 *
 * <p>Threading: one thread, for one request.
 */
final class CurrentAffinities {
  private static final int NOT_NAMED = -1;
  private static final int USUAL_NEIGHBOURS = 64;

  private final LoadedModel model;
  private final CurrentItems view;
  private final VersionPairs version;
  private final float[] sums;
  private final AffinityChanges changes;
  private final float[] pairs;
  private final Int2IntHashMap named = new Int2IntHashMap(2 * USUAL_NEIGHBOURS, 0.6f, NOT_NAMED);
  private int[] touched = new int[64];
  private int touchedCount;

  /**
   * Those of a query's history.
   *
   * @param slots of the view, rounded up to whole chunks
   */
  CurrentAffinities(LoadedModel model, CurrentItems view, int slots, CurrentQuery query) {
    this.model = model;
    this.view = view;
    this.version = VersionPairs.of(model);
    this.sums = new float[slots];
    this.pairs = new float[slots];
    this.changes = new AffinityChanges(query.historyCount() * model.manifest().neighbourCount());
    for (int age = 0; age < query.historyCount(); age++) {
      float weight = query.neighbourWeight(age);
      if (weight != 0) {
        add(query.historyItem(age), weight);
      }
    }
  }

  /** By slot, the sum over the query's history. */
  float[] sums() {
    return sums;
  }

  /** Of the version's own rows. */
  AffinityChanges changes() {
    return changes;
  }

  private void add(CurrentItem item, float weight) {
    view.forEachNaming(item.id(), this::count);
    RowNeighbours newer = item instanceof LaidItem laid ? laid.neighbours() : null;
    if (newer == null) {
      countOwn(item, weight);
    } else {
      countNamedBy((LaidItem) item, newer, weight);
    }
    addPairs(weight * item.affinityFactor());
  }

  private boolean hasRow(CurrentItem item) {
    return item.row() < model.items().count();
  }

  /* C[j][i] of an item j that has no newer list. */
  private void countOwn(CurrentItem item, float weight) {
    if (!hasRow(item)) {
      return;
    }
    float growth = version.growth(item);
    version
        .tables()
        .forEachNeighbour(
            item.row(),
            (row, affinity, count) -> {
              LaidItem laid = view.laid(row);
              if (laid != null && laid.neighbours() != null) {
                count(laid.slot(), count);
              } else if (laid == null) {
                addOwn(
                    row,
                    affinity,
                    affinity * growth * version.priors().affinityGrowth(row),
                    weight);
              } else if (laid.kind() == LaidItem.Kind.ROW) {
                sums[laid.slot()] += weight * affinity * growth * version.growth(laid);
              }
            });
  }

  /* C[j][i] of j's newer list. */
  private void countNamedBy(LaidItem item, RowNeighbours neighbours, float weight) {
    named.clear();
    Namings[] names = item.named();
    for (int k = 0; k < names.length; k++) {
      LaidItem laid = view.laid(names[k]);
      if (laid != null && (laid.neighbours() != null || !hasRow(laid))) {
        count(laid.slot(), neighbours.counts()[k]);
      } else if (names[k].number() != LaidItem.UNKNOWN) {
        named.put(names[k].number(), k);
      }
    }
    if (hasRow(item)) {
      version
          .tables()
          .forEachNeighbour(
              item.row(),
              (row, affinity, count) -> {
                LaidItem laid = view.laid(row);
                if (laid == null || laid.neighbours() == null) {
                  int k = named.remove(row);
                  float visits = k == NOT_NAMED ? 0 : neighbours.counts()[k];
                  float back = version.back(item.row(), row, affinity, count);
                  addNewer(item, row, laid, affinity, visits + back, weight);
                }
              });
    }
    named.forEachInt(
        (row, k) -> {
          float back = hasRow(item) ? version.tables().count(row, item.row()) : 0;
          addNewer(item, row, view.laid(row), 0, neighbours.counts()[k] + back, weight);
        });
  }

  /* Of a candidate whose list is that of the version. */
  private void addNewer(
      LaidItem item, int row, @Nullable LaidItem laid, float then, float visits, float weight) {
    float root = (float) Math.sqrt(visits) * item.affinityFactor();
    if (laid == null) {
      float factor =
          version.priors().affinityFactorThen(row) * version.priors().affinityGrowth(row);
      addOwn(row, then, root * factor, weight);
    } else if (laid.kind() == LaidItem.Kind.ROW) {
      sums[laid.slot()] += weight * root * laid.affinityFactor();
    }
  }

  private void addOwn(int row, float then, float now, float weight) {
    changes.add(row, weight * (now - then));
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
