package io.eddyline.serving.overlay;

import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.model.Ranking;
import io.eddyline.serving.overlay.BestItems.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.collections.IntHashSet;
import org.jspecify.annotations.Nullable;

/**
 * A version with the newest rows laid over it, for one request.
 *
 * <p>A ranking is that of the graph, without what is laid, merged with that of the laid items, and
 * brought to the affinities of now:
 *
 * <pre>
 *   before  the view that the request began with
 *   graph   hides what is laid, may still have what was laid a moment ago
 *   after   the view behind the graph's run
 *
 *   lifted  what was laid over the version's own and was lifted between the two
 *
 *   answer  = best of   graph's items that are in neither after nor lifted, each by its score
 *                         and what its affinities have changed by
 *                     + after + lifted
 *                     + own items that the graph did not answer, and whose affinities rose by more
 *                         than what they lack at most: the gap between the graph's last and the
 *                         worst of the best
 * </pre>
 *
 * <p>So each item is in it at most once, and none that should be is missing, whatever the writer
 * does meanwhile; {@link VersionItems} has its side of it.
 *
 * <p>Threading: one thread, for one request; usable while the model is.
 */
public final class CurrentModel {
  /* Results of the graph beyond those asked for, in place of those that are laid meanwhile. */
  private static final int RESERVE = 8;

  private final LoadedModel version;
  private final SnapshotMarks marks;
  private final BoundedRows<UserState> users;
  private final Supplier<CurrentItems> latest;
  private final CurrentItems items;

  CurrentModel(
      LoadedModel version,
      SnapshotMarks marks,
      BoundedRows<UserState> users,
      Supplier<CurrentItems> latest) {
    this.version = version;
    this.marks = marks;
    this.users = users;
    this.latest = latest;
    this.items = latest.get();
  }

  /** The version by itself. */
  public LoadedModel version() {
    return version;
  }

  public Manifest manifest() {
    return version.manifest();
  }

  public Scoring scoring() {
    return version.scoring();
  }

  /** The items as of when the request began. */
  public CurrentItems items() {
    return items;
  }

  /** Whether there is nothing to answer with. */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** The user of an id; null is nobody. */
  public CurrentUser user(@Nullable String id) {
    return id == null
        ? CurrentUser.unknown(version)
        : CurrentUser.of(version, id, users.get(id), marks);
  }

  /** The best items, at most {@code k}, without the query's exclusions; runs the graph. */
  public CurrentRanking rank(CurrentQuery query, Terms terms, int k) {
    int ownCount = version.items().count();
    for (int reserve = isAsMade(items) ? 0 : RESERVE; ; reserve = Math.max(RESERVE, 4 * reserve)) {
      int asked = (int) Math.min((long) k + reserve, ownCount);
      Ranking ranking = graph(query, terms, asked);
      CurrentItems after = latest.get();
      Map<Integer, LaidItem> lifted = after.liftedSince(items);
      if (isAsMade(after) && lifted.isEmpty()) {
        return asMade(ranking, k);
      }
      boolean isAll = ranking.size() < asked || asked == ownCount;
      Merge merge = new Merge(ranking, after, lifted, isAll);
      BestItems best = merge.best(new CurrentScores(version, after, query, terms), k);
      if (isAll || best.areAllAtLeast(merge.floor())) {
        return new CurrentRanking(best.list());
      }
    }
  }

  private boolean isAsMade(CurrentItems view) {
    return view.isBare() && !version.items().priors().haveAged();
  }

  private Ranking graph(CurrentQuery query, Terms terms, int k) {
    try (QueryBias bias = version.isEmpty() ? null : terms.graphBias(version)) {
      return bias == null
          ? version.rank(query.graphQuery(), k)
          : version.rank(query.graphQuery(), bias, k);
    }
  }

  private CurrentRanking asMade(Ranking ranking, int k) {
    List<Scored> own = new ArrayList<>(Math.min(k, ranking.size()));
    for (int rank = 0; rank < Math.min(k, ranking.size()); rank++) {
      own.add(own(ranking, rank, 0));
    }
    return new CurrentRanking(own);
  }

  private Scored own(Ranking ranking, int rank, float change) {
    return new Scored(new SnapshotItem(version, ranking.row(rank)), ranking.score(rank) + change);
  }

  /**
   * One run of the graph, joined with what is laid behind it and with what was lifted meanwhile.
   */
  private final class Merge {
    private final Ranking ranking;
    private final CurrentItems after;
    private final Map<Integer, LaidItem> lifted;
    private final boolean isAll;

    /**
     * @param lifted since the request began, by row of the version
     * @param isAll whether the graph has no item beyond the ranking's
     */
    Merge(Ranking ranking, CurrentItems after, Map<Integer, LaidItem> lifted, boolean isAll) {
      this.ranking = ranking;
      this.after = after;
      this.lifted = lifted;
      this.isAll = isAll;
    }

    /** No item that the graph did not answer has a higher score by the version's affinities. */
    float floor() {
      return ranking.size() == 0 ? Float.NEGATIVE_INFINITY : ranking.score(ranking.size() - 1);
    }

    private boolean isOwn(int row) {
      return after.laid(row) == null && !lifted.containsKey(row);
    }

    BestItems best(CurrentScores scores, int k) {
      BestItems best = new BestItems(k);
      AffinityChanges changes = scores.changes();
      IntHashSet answered = new IntHashSet(2 * ranking.size());
      for (int rank = 0; rank < ranking.size(); rank++) {
        int row = ranking.row(rank);
        answered.add(row);
        if (isOwn(row)) {
          Scored own = own(ranking, rank, changes.of(row));
          best.offer(own.item(), own.score());
        }
      }
      scores.offerLaid(best);
      lifted.forEach(
          (row, item) -> {
            if (after.laid(row) == null) {
              scores.offer(item, best);
            }
          });
      if (!isAll) {
        changes.forEachGain(
            (row, gain) -> {
              if (best.wants(floor() + gain) && !answered.contains(row) && isOwn(row)) {
                scores.offer(new SnapshotItem(version, row), best);
              }
            });
      }
      return best;
    }
  }
}
