package io.eddyline.learner.snapshot.gate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Fresh interactions as queries to a version. Stateless. */
final class SampleQueries {
  private static final float[] NO_VECTOR = {};

  private SampleQueries() {}

  /** As the version would be asked: with its own users, their histories and seen items. */
  static List<TargetQuery> own(List<FreshInteraction> sample, VersionRows rows) {
    List<TargetQuery> queries = new ArrayList<>(sample.size());
    for (FreshInteraction interaction : sample) {
      int user = rows.userRow(interaction.userId());
      queries.add(
          new TargetQuery(
              user,
              NO_VECTOR,
              rows.history(user),
              rows.seen(user),
              rows.itemRow(interaction.itemId())));
    }
    return queries;
  }

  /**
   * The users of a version asked of another's items: their vectors, histories and seen items, as
   * far as the other knows the items.
   *
   * @param users the version that the users are of
   * @param items the version whose items are asked for; it was opened with the ids of {@link
   *     #itemIds} among its items
   */
  static List<TargetQuery> across(
      List<FreshInteraction> sample, VersionRows users, VersionRows items) throws IOException {
    List<TargetQuery> queries = new ArrayList<>(sample.size());
    for (FreshInteraction interaction : sample) {
      int user = users.userRow(interaction.userId());
      queries.add(
          new TargetQuery(
              0,
              users.userVector(user),
              translate(users.history(user), users, items),
              translate(users.seen(user), users, items),
              items.itemRow(interaction.itemId())));
    }
    return queries;
  }

  /** The ids of all items that queries of these users name. */
  static Set<String> itemIds(List<FreshInteraction> sample, VersionRows rows) {
    Set<String> ids = new HashSet<>();
    for (FreshInteraction interaction : sample) {
      ids.add(interaction.itemId());
      int user = rows.userRow(interaction.userId());
      for (int row : rows.history(user)) {
        ids.add(rows.itemId(row));
      }
      for (int row : rows.seen(user)) {
        ids.add(rows.itemId(row));
      }
    }
    return ids;
  }

  private static int[] translate(int[] itemRows, VersionRows from, VersionRows to) {
    return Arrays.stream(itemRows)
        .map(row -> to.itemRow(from.itemId(row)))
        .filter(row -> row != TargetQuery.MISSING)
        .toArray();
  }
}
