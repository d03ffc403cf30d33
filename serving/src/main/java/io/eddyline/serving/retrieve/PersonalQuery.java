package io.eddyline.serving.retrieve;

import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentUser;
import io.eddyline.serving.overlay.ExcludedItems;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntHashSet;

/**
 * Who asks, in a version's rows and the newer ones over them.
 *
 * <p>The query's history is the session, newest first, then the user's own history, each item once,
 * up to the scoring's history length; a session item's weight multiplies the coefficient of its
 * place. Ids that the model does not know are passed over, in the session as in the exclusions.
 * Without a known user and a known session item the query is empty: the prior alone ranks.
 *
 * <p>Threading: immutable.
 */
final class PersonalQuery {
  private final CurrentModel model;
  private final CurrentUser user;
  private final SessionItems session;
  private final ExcludedItems excluded;

  private PersonalQuery(
      CurrentModel model, CurrentUser user, SessionItems session, ExcludedItems excluded) {
    this.model = model;
    this.user = user;
    this.session = session;
    this.excluded = excluded;
  }

  static PersonalQuery of(CurrentModel model, Asker asker, Selection selection) {
    CurrentUser user = model.user(asker.userId());
    SessionItems session = SessionItems.of(model.items(), asker.session());
    ExcludedItems excluded = new ExcludedItems(model.version());
    selection.exclude().forEach(excluded::add);
    if (selection.excludeSeen()) {
      user.exclude(excluded);
      session.items().forEach(excluded::add);
    }
    return new PersonalQuery(model, user, session, excluded);
  }

  /** Whether the user or an item of the session is known. */
  boolean isPersonal() {
    return user.isKnown() || !session.items().isEmpty();
  }

  /** Items that must not be answered. */
  ExcludedItems excluded() {
    return excluded;
  }

  CurrentQuery query() {
    return CurrentQuery.of(model, user, history(), session.weights(), excluded);
  }

  /** The session, then what of the user's history is not in it. */
  private List<CurrentItem> history() {
    int length = model.scoring().historyLength();
    List<CurrentItem> history = new ArrayList<>(length);
    IntHashSet taken = new IntHashSet();
    add(session.items(), length, taken, history);
    add(user.history(model.items()), length, taken, history);
    return history;
  }

  private static void add(
      List<CurrentItem> items, int length, IntHashSet taken, List<CurrentItem> history) {
    for (CurrentItem item : items) {
      if (history.size() < length && taken.add(item.row())) {
        history.add(item);
      }
    }
  }
}
