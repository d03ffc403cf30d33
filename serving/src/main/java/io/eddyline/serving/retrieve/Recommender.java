package io.eddyline.serving.retrieve;

import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.Ranking;
import io.eddyline.serving.model.RetrievalQuery;
import io.eddyline.serving.model.UserRows;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request from one model.
 *
 * <p>The query's history is the session, newest first, then the user's own history, each item once,
 * up to the scoring's history length; a session item's weight multiplies the coefficient of its
 * place. Ids that the model does not know are passed over, in the session as in the exclusions.
 * Without a known user and a known session item the query is empty: the prior alone ranks.
 *
 * <p>Threading: stateless.
 */
public final class Recommender {
  private Recommender() {}

  /** The personal answer; runs the graph. */
  public static Recommendation recommend(LoadedModel model, RecommendationRequest request) {
    if (model.isEmpty()) {
      return answer(model, List.of(), Fallback.NO_MODEL);
    }
    int userRow = userRow(model, request);
    SessionRows session = SessionRows.of(model.items(), request.session());
    BitSet excluded = excluded(model, request, userRow, session);
    RetrievalQuery query =
        RetrievalQuery.of(
            model.scoring(),
            userRow,
            history(model, userRow, session),
            session.weights(),
            excluded.stream().toArray());
    Ranking ranking = model.rank(query, request.offset() + request.limit());
    List<ScoredItem> items = new ArrayList<>();
    for (int rank = request.offset(); rank < ranking.size(); rank++) {
      items.add(item(model.items(), ranking.row(rank), ranking.score(rank)));
    }
    boolean personal = userRow != UserRows.UNKNOWN || session.count() > 0;
    return answer(model, items, personal ? null : Fallback.UNKNOWN_USER);
  }

  /**
   * What the prior ranks first, under the request's exclusions; no graph, quick enough for any
   * thread.
   */
  public static Recommendation popularInstead(LoadedModel model, RecommendationRequest request) {
    if (model.isEmpty()) {
      return answer(model, List.of(), Fallback.NO_MODEL);
    }
    int userRow = userRow(model, request);
    SessionRows session = SessionRows.of(model.items(), request.session());
    BitSet excluded = excluded(model, request, userRow, session);
    Scoring scoring = model.scoring();
    List<ScoredItem> items = new ArrayList<>();
    IntUnaryOperator order = model.items()::priorRow;
    for (int row : rows(model.items(), order, excluded, request.offset(), request.limit())) {
      items.add(item(model.items(), row, model.items().prior(scoring, row)));
    }
    return answer(model, items, Fallback.DEADLINE);
  }

  /** The most popular available items; the score is the decayed popularity, in events. */
  public static Recommendation popular(LoadedModel model, int offset, int limit) {
    List<ScoredItem> items = new ArrayList<>();
    IntUnaryOperator order = model.items()::popularRow;
    for (int row : rows(model.items(), order, new BitSet(), offset, limit)) {
      items.add(item(model.items(), row, model.items().popularity(row)));
    }
    return answer(model, items, model.isEmpty() ? Fallback.NO_MODEL : null);
  }

  private static List<Integer> rows(
      ItemRows items, IntUnaryOperator order, BitSet excluded, int offset, int limit) {
    List<Integer> rows = new ArrayList<>();
    int skipped = 0;
    for (int rank = 0; rank < items.count() && rows.size() < limit; rank++) {
      int row = order.applyAsInt(rank);
      if (excluded.get(row) || !items.isAvailable(row)) {
        continue;
      }
      if (skipped < offset) {
        skipped++;
      } else {
        rows.add(row);
      }
    }
    return rows;
  }

  private static int userRow(LoadedModel model, RecommendationRequest request) {
    String userId = request.userId();
    return userId == null ? UserRows.UNKNOWN : model.users().row(userId);
  }

  private static BitSet excluded(
      LoadedModel model, RecommendationRequest request, int userRow, SessionRows session) {
    BitSet excluded = new BitSet();
    for (String id : request.exclude()) {
      int row = model.items().row(id);
      if (row != ItemRows.MISSING) {
        excluded.set(row);
      }
    }
    if (request.excludeSeen()) {
      for (int row : model.users().seen(userRow)) {
        excluded.set(row);
      }
      for (int age = 0; age < session.count(); age++) {
        excluded.set(session.row(age));
      }
    }
    return excluded;
  }

  /** Session rows, then those of the user's history that are not among them. */
  private static int[] history(LoadedModel model, int userRow, SessionRows session) {
    int[] rows = new int[model.scoring().historyLength()];
    BitSet taken = new BitSet();
    int count = 0;
    for (int age = 0; age < session.count() && count < rows.length; age++) {
      taken.set(session.row(age));
      rows[count++] = session.row(age);
    }
    for (int row : model.users().history(userRow)) {
      if (count < rows.length && !taken.get(row)) {
        taken.set(row);
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private static ScoredItem item(ItemRows items, int row, float score) {
    return new ScoredItem(items.id(row), score, items.title(row));
  }

  private static Recommendation answer(
      LoadedModel model, List<ScoredItem> items, @Nullable Fallback fallback) {
    return new Recommendation(
        items, model.name(), model.version(), model.manifest().createdAtMs(), fallback);
  }
}
