package io.eddyline.serving.overlay;

import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.RetrievalQuery;
import io.eddyline.serving.model.UserRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query over a version and what is laid over it:
 *
 * <pre>
 *   raw = e_u + sum over a of w_a h(j_a)
 * </pre>
 *
 * <p>The graph gathers what is in its tables; the user's vector and history vectors that are laid,
 * and those of items that have no row, are added up here and handed to it as its {@code
 * user_vector}. The graph's affinities are the version's own; what they are by now is worked out
 * from the newer rows ({@link CurrentAffinities}).
 *
 * <p>Threading: one thread, for one request; the arrays are not to be written.
 */
public final class CurrentQuery {
  private final LoadedModel model;
  private final VersionPairs version;
  private final ExcludedItems excluded;
  private final List<CurrentItem> history;
  private final float[] weights;
  private final float[] neighbourWeights;
  private final RetrievalQuery graphQuery;
  private final float @Nullable [] laid;
  private float @Nullable [] direction;

  private CurrentQuery(
      LoadedModel model,
      CurrentUser user,
      float @Nullable [] vector,
      List<CurrentItem> history,
      float[] weights,
      float[] neighbourWeights,
      ExcludedItems excluded) {
    this.model = model;
    this.version = VersionPairs.of(model);
    this.history = List.copyOf(history);
    this.weights = weights;
    this.neighbourWeights = neighbourWeights;
    this.excluded = excluded;
    this.laid = vector;
    int count = history.size();
    int[] rows = new int[count];
    float[] graphWeights = new float[count];
    float[] graphNeighbourWeights = new float[count];
    float[] added = vector == null ? new float[dimension()] : vector.clone();
    boolean adds = vector != null;
    for (int age = 0; age < count; age++) {
      CurrentItem item = history.get(age);
      boolean hasRow = item.row() < model.items().count();
      rows[age] = hasRow ? item.row() : 0;
      graphNeighbourWeights[age] = hasRow ? neighbourWeights[age] : 0;
      if (item instanceof SnapshotItem) {
        graphWeights[age] = weights[age];
      } else if (weights[age] != 0) {
        addInPlace(added, item.history(), weights[age]);
        adds = true;
      }
    }
    this.graphQuery =
        RetrievalQuery.with(
            user.graphRow(),
            adds ? added : null,
            rows,
            graphWeights,
            graphNeighbourWeights,
            excluded.rows());
  }

  private static void addInPlace(float[] sum, float[] other, float weight) {
    for (int at = 0; at < sum.length; at++) {
      sum[at] += weight * other[at];
    }
  }

  /**
   * A query whose history weighs as {@link Scoring#coefficients} says, and its affinities as {@link
   * Scoring#neighbourCoefficients} says, both times {@code scales}.
   *
   * @param history newest first, at most the scoring's history length
   * @param scales a factor for each of the newest {@code scales.length} of them, 1 for the others
   */
  public static CurrentQuery of(
      CurrentModel model,
      CurrentUser user,
      List<CurrentItem> history,
      float[] scales,
      ExcludedItems excluded) {
    float[] weights = new float[history.size()];
    model.scoring().coefficients(weights.length, weights);
    float[] neighbourWeights = new float[history.size()];
    model.scoring().neighbourCoefficients(neighbourWeights.length, neighbourWeights);
    for (int age = 0; age < Math.min(scales.length, weights.length); age++) {
      weights[age] *= scales[age];
      neighbourWeights[age] *= scales[age];
    }
    return new CurrentQuery(
        model.version(), user, user.laidVector(), history, weights, neighbourWeights, excluded);
  }

  /**
   * What is like an item: its own vector is the query, and its affinities count as those of a
   * history's newest item.
   */
  public static CurrentQuery similarTo(CurrentModel model, CurrentItem item) {
    ExcludedItems itself = new ExcludedItems(model.version());
    itself.add(item);
    return new CurrentQuery(
        model.version(),
        CurrentUser.unknown(model.version()),
        item.candidate(),
        List.of(item),
        new float[1],
        new float[] {model.scoring().neighbourWeight()},
        itself);
  }

  RetrievalQuery graphQuery() {
    return graphQuery;
  }

  public ExcludedItems excluded() {
    return excluded;
  }

  /** Items of the history. */
  public int historyCount() {
    return weights.length;
  }

  /** The item at an age, 0 for the newest. */
  public CurrentItem historyItem(int age) {
    return history.get(age);
  }

  /** Coefficient of the item at an age. */
  public float historyWeight(int age) {
    return weights[age];
  }

  /** Coefficient of the affinities of the item at an age. */
  public float neighbourWeight(int age) {
    return neighbourWeights[age];
  }

  /** The affinity by now between the history's item at an age and an item. */
  public float affinity(int age, CurrentItem item) {
    CurrentItem of = history.get(age);
    RowNeighbours newer = neighbours(item);
    RowNeighbours others = neighbours(of);
    boolean areOwn = Math.max(of.row(), item.row()) < model.items().count();
    if (newer == null && others == null) {
      return areOwn ? version.affinity(of, item) : 0;
    }
    float own =
        newer != null ? newer.countOf(of.id()) : areOwn ? version.back(of.row(), item.row()) : 0;
    float count =
        others != null
            ? others.countOf(item.id())
            : areOwn ? model.tables().count(of.row(), item.row()) : 0;
    return (float) Math.sqrt(own + (double) count) * of.affinityFactor() * item.affinityFactor();
  }

  private static @Nullable RowNeighbours neighbours(CurrentItem item) {
    return item instanceof LaidItem laid ? laid.neighbours() : null;
  }

  /** The user's own part of the raw query. */
  public float[] userVector() {
    int row = graphQuery.userRow();
    return laid == null
        ? row == UserRows.UNKNOWN ? new float[dimension()] : model.tables().user(row)
        : laid;
  }

  /** {@code raw / max(|raw|, 1e-8)}. */
  float[] direction() {
    if (direction == null) {
      float[] raw = userVector().clone();
      for (int age = 0; age < weights.length; age++) {
        if (weights[age] != 0) {
          addInPlace(raw, history.get(age).history(), weights[age]);
        }
      }
      double squares = 0;
      for (float value : raw) {
        squares += (double) value * value;
      }
      double norm = Math.max(Math.sqrt(squares), Scoring.EMPTY_NORM);
      for (int at = 0; at < raw.length; at++) {
        raw[at] = (float) (raw[at] / norm);
      }
      direction = raw;
    }
    return direction;
  }

  private int dimension() {
    return model.manifest().dimension();
  }
}
