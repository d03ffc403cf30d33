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
import org.jspecify.annotations.Nullable;

/**
 * A version with the newest rows laid over it, for one request.
 *
 * <p>A ranking is that of the graph, without what is laid, merged with that of the laid items:
 *
 * <pre>
 *   before  the view that the request began with
 *   graph   hides what is laid, may still have what was laid a moment ago
 *   after   the view behind the graph's run
 *
 *   lifted  what was laid over the version's own and was lifted between the two
 *
 *   answer  = best of   graph's items that are in neither after nor lifted
 *                     + after + lifted
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
    for (int reserve = items.isBare() ? 0 : RESERVE; ; reserve = Math.max(RESERVE, 4 * reserve)) {
      int asked = (int) Math.min((long) k + reserve, ownCount);
      Ranking ranking = graph(query, terms, asked);
      Laid laid = new Laid(items, latest.get());
      List<Scored> own = laid.without(ranking);
      if (own.size() >= k || ranking.size() < asked || asked == ownCount) {
        return merge(own, laid, new LaidScores(version, query, terms), k);
      }
    }
  }

  private Ranking graph(CurrentQuery query, Terms terms, int k) {
    try (QueryBias bias = version.isEmpty() ? null : terms.graphBias(version)) {
      return bias == null
          ? version.rank(query.graphQuery(), k)
          : version.rank(query.graphQuery(), bias, k);
    }
  }

  private static CurrentRanking merge(List<Scored> own, Laid laid, LaidScores scores, int k) {
    if (laid.isBare()) {
      return new CurrentRanking(own.subList(0, Math.min(k, own.size())));
    }
    BestItems best = new BestItems(k);
    for (Scored scored : own) {
      best.offer(scored.item(), scored.score());
    }
    laid.offer(scores, best);
    return new CurrentRanking(best.list());
  }

  /** What is laid after a run of the graph, and what was lifted since the request began. */
  private final class Laid {
    private final CurrentItems after;
    private final Map<Integer, LaidItem> lifted;

    Laid(CurrentItems before, CurrentItems after) {
      this.after = after;
      this.lifted = after.liftedSince(before);
    }

    boolean isBare() {
      return after.isBare() && lifted.isEmpty();
    }

    private boolean has(int row) {
      return after.laid(row) != null || lifted.containsKey(row);
    }

    /** The graph's items that are not laid. */
    List<Scored> without(Ranking ranking) {
      List<Scored> own = new ArrayList<>(ranking.size());
      for (int rank = 0; rank < ranking.size(); rank++) {
        if (isBare() || !has(ranking.row(rank))) {
          own.add(new Scored(new SnapshotItem(version, ranking.row(rank)), ranking.score(rank)));
        }
      }
      return own;
    }

    void offer(LaidScores scores, BestItems best) {
      scores.offer(after, best);
      lifted.forEach(
          (row, item) -> {
            if (after.laid(row) == null) {
              scores.offer(item, best);
            }
          });
    }
  }
}
