package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.RetrievalQuery;
import io.eddyline.serving.model.UserRows;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Who asks, in a version's rows.
 *
 * <p>The query's history is the session, newest first, then the user's own history, each item once,
 * up to the scoring's history length; a session item's weight multiplies the coefficient of its
 * place. Ids that the model does not know are passed over, in the session as in the exclusions.
 * Without a known user and a known session item the query is empty: the prior alone ranks.
 *
 * <p>Threading: immutable.
 */
final class PersonalQuery {
  private final LoadedModel model;
  private final int userRow;
  private final SessionRows session;
  private final BitSet excluded;

  private PersonalQuery(LoadedModel model, int userRow, SessionRows session, BitSet excluded) {
    this.model = model;
    this.userRow = userRow;
    this.session = session;
    this.excluded = excluded;
  }

  static PersonalQuery of(LoadedModel model, Asker asker, Selection selection) {
    String userId = asker.userId();
    int userRow = userId == null ? UserRows.UNKNOWN : model.users().row(userId);
    SessionRows session = SessionRows.of(model.items(), asker.session());
    BitSet excluded = new BitSet();
    for (String id : selection.exclude()) {
      int row = model.items().row(id);
      if (row != ItemRows.MISSING) {
        excluded.set(row);
      }
    }
    if (selection.excludeSeen()) {
      for (int row : model.users().seen(userRow)) {
        excluded.set(row);
      }
      for (int age = 0; age < session.count(); age++) {
        excluded.set(session.row(age));
      }
    }
    return new PersonalQuery(model, userRow, session, excluded);
  }

  /** Whether the user or an item of the session is known. */
  boolean isPersonal() {
    return userRow != UserRows.UNKNOWN || session.count() > 0;
  }

  /** Rows that must not be answered. */
  BitSet excluded() {
    return excluded;
  }

  /** The query for the graph. */
  RetrievalQuery query() {
    return RetrievalQuery.of(
        model.scoring(), userRow, history(), session.weights(), excluded.stream().toArray());
  }

  /** Session rows, then those of the user's history that are not among them. */
  private int[] history() {
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
}
