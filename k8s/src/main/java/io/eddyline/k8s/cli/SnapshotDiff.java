package io.eddyline.k8s.cli;

import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Two versions' rows side by side, by id.
 *
 * @param items rows of items, compared by their candidate vectors
 * @param users rows of users, compared by their own vectors
 * @param moves the items that moved most, farthest first
 */
record SnapshotDiff(Rows items, Rows users, List<Move> moves) {
  private static final double EMPTY_NORM = 1e-12;

  /**
   * Rows of one kind.
   *
   * @param meanCosine of the vectors of rows in both, those that are zero left out; NaN if there is
   *     none
   */
  record Rows(int added, int removed, int common, double meanCosine) {}

  /**
   * An item in both versions.
   *
   * @param title of the newer version, may be empty
   * @param cosine of its two candidate vectors
   */
  record Move(String itemId, String title, double cosine) {}

  /** Writes a row's vector. */
  private interface Vectors {
    void write(int row, float[] vector);
  }

  /** One kind of rows of one version. */
  private record Side(int count, IntFunction<String> id, Vectors vectors, int dimension) {
    private Map<String, Integer> rows() {
      Map<String, Integer> rows = HashMap.newHashMap(count);
      for (int row = 0; row < count; row++) {
        rows.put(id.apply(row), row);
      }
      return rows;
    }
  }

  /** Told of each row in both. */
  private interface Listener {
    void row(String id, double cosine);
  }

  /**
   * Compares them.
   *
   * @param moves items to name
   */
  static SnapshotDiff of(SnapshotSource before, SnapshotSource after, int moves) {
    List<Move> moved = new ArrayList<>();
    Rows items =
        compare(items(before), items(after), (id, cosine) -> moved.add(new Move(id, "", cosine)));
    Rows users = compare(users(before), users(after), (_, _) -> {});
    moved.sort(Comparator.comparingDouble(Move::cosine).thenComparing(Move::itemId));
    List<Move> farthest = moved.subList(0, Math.min(moves, moved.size()));
    return new SnapshotDiff(items, users, titled(farthest, after));
  }

  private static Side items(SnapshotSource rows) {
    return new Side(rows.itemCount(), rows::itemId, rows::candidateVector, rows.dimension());
  }

  private static Side users(SnapshotSource rows) {
    return new Side(rows.userCount(), rows::userId, rows::userVector, rows.dimension());
  }

  private static Rows compare(Side before, Side after, Listener listener) {
    Map<String, Integer> rows = before.rows();
    float[] was = new float[before.dimension()];
    float[] is = new float[after.dimension()];
    int common = 0;
    int compared = 0;
    double sum = 0;
    for (int row = 0; row < after.count(); row++) {
      String id = after.id().apply(row);
      Integer old = rows.get(id);
      if (old == null) {
        continue;
      }
      common++;
      before.vectors().write(old, was);
      after.vectors().write(row, is);
      double cosine = was.length == is.length ? cosine(was, is) : Double.NaN;
      if (Double.isFinite(cosine)) {
        compared++;
        sum += cosine;
        listener.row(id, cosine);
      }
    }
    return new Rows(after.count() - common, before.count() - common, common, sum / compared);
  }

  /* NaN if one has no direction. */
  private static double cosine(float[] one, float[] other) {
    double dot = 0;
    double squares = 0;
    double otherSquares = 0;
    for (int at = 0; at < one.length; at++) {
      dot += (double) one[at] * other[at];
      squares += (double) one[at] * one[at];
      otherSquares += (double) other[at] * other[at];
    }
    double norms = Math.sqrt(squares * otherSquares);
    return norms < EMPTY_NORM ? Double.NaN : dot / norms;
  }

  private static List<Move> titled(List<Move> moves, SnapshotSource rows) {
    Map<String, String> titles =
        rows.catalogue().stream()
            .collect(
                Collectors.toMap(
                    CatalogueEntry::itemId, CatalogueEntry::title, (first, _) -> first));
    return moves.stream()
        .map(move -> new Move(move.itemId(), titles.getOrDefault(move.itemId(), ""), move.cosine()))
        .toList();
  }
}
