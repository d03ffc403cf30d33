package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.ArrayList;
import java.util.List;

/**
 * The queries of a snapshot's probes: the unknown user, sessions without a user, sessions of one
 * item with a strong affinity, and users spread evenly over the rows, each with history and then
 * with the seen items excluded.
 *
 * <p>Chosen by position and affinity alone, so that the same rows give the same probes.
 */
final class ProbeQueries {
  private static final int SESSIONS = 8;
  private static final int USERS = 12;
  private static final int NONE = -1;

  private final SnapshotSource source;
  private final Scoring scoring;

  ProbeQueries(SnapshotSource source, Scoring scoring) {
    this.source = source;
    this.scoring = scoring;
  }

  /** At most 41 queries; none without items. */
  List<Query> choose() {
    List<Query> queries = new ArrayList<>();
    if (source.itemCount() == 0) {
      return queries;
    }
    queries.add(new Query(0, List.of(), List.of()));
    for (int session = 0; session < SESSIONS; session++) {
      queries.add(new Query(0, sessionRows(session), List.of()));
    }
    for (int session = 0; session < SESSIONS; session++) {
      int item = strongest(session);
      if (item != NONE) {
        queries.add(new Query(0, List.of(item), List.of()));
      }
    }
    int users = Math.min(USERS, source.userCount());
    for (int index = 0; index < users; index++) {
      int user = (int) ((long) index * source.userCount() / users);
      List<Integer> history = newest(source.history(user));
      queries.add(new Query(user + 1, history, List.of()));
      queries.add(new Query(user + 1, history, boxed(source.seen(user))));
    }
    return queries;
  }

  /** {@code session + 1} distinct items, spread evenly over the rows from another start each. */
  private List<Integer> sessionRows(int session) {
    int items = source.itemCount();
    int length = Math.min(session + 1, Math.min(items, scoring.historyLength()));
    List<Integer> rows = new ArrayList<>(length);
    for (int index = 0; index < length; index++) {
      rows.add((int) ((session * (long) items / SESSIONS + (long) index * items / length) % items));
    }
    return rows;
  }

  /** The item with the greatest affinity to another in a share of the rows, or {@link #NONE}. */
  private int strongest(int share) {
    int from = (int) (share * (long) source.itemCount() / SESSIONS);
    int to = (int) ((share + 1) * (long) source.itemCount() / SESSIONS);
    int[] rows = new int[source.neighbourCount()];
    float[] affinities = new float[source.neighbourCount()];
    int strongest = NONE;
    float greatest = 0;
    for (int item = from; item < to && affinities.length > 0; item++) {
      source.neighbours(item, rows, affinities);
      if (affinities[0] > greatest) {
        greatest = affinities[0];
        strongest = item;
      }
    }
    return strongest;
  }

  private List<Integer> newest(int[] history) {
    List<Integer> rows = boxed(history);
    return rows.subList(0, Math.min(rows.size(), scoring.historyLength()));
  }

  private static List<Integer> boxed(int[] rows) {
    List<Integer> boxed = new ArrayList<>(rows.length);
    for (int row : rows) {
      boxed.add(row);
    }
    return boxed;
  }
}
