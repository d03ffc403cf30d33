package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Probes;
import io.eddyline.schemas.snapshot.Probes.Probe;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the graph's answers with those that the learner's reference arithmetic gave.
 *
 * <p>Scores agree within 1e-4 of the larger of 1 and their size: float32 sums in another order stay
 * an order of magnitude below, a wrong row does not. The scores must agree rank by rank. Rows must
 * agree as a set; where items tie, they may swap, and at the last rank another of equal score may
 * stand.
 */
final class ProbeCheck {
  /** Largest difference between two scores that count as equal, relative to max(1, |score|). */
  static final double TOLERANCE = 1e-4;

  /* Sums in another order choose another cluster now and then. */
  private static final double RECALL_TOLERANCE = 0.02;

  private final Scoring scoring;
  private final int itemCount;
  private final int userCount;

  /** What answers a query: the graph under the priors alone. */
  interface Ranker {
    Ranking rank(RetrievalQuery query, int k);
  }

  ProbeCheck(Scoring scoring, int itemCount, int userCount) {
    this.scoring = scoring;
    this.itemCount = itemCount;
    this.userCount = userCount;
  }

  /**
   * Runs every probe.
   *
   * @throws ModelRefusedException naming the first probe that is answered differently
   * @throws FormatException if a probe is not sound or there is none
   */
  void require(Probes probes, Ranker ranker) {
    if (probes.probes().isEmpty()) {
      throw new FormatException("a snapshot with items has no probes");
    }
    for (int index = 0; index < probes.probes().size(); index++) {
      Probe probe = probes.probes().get(index);
      requireSound(index, probe);
      String difference = difference(probe, ranker.rank(query(probe), probe.itemRows().size()));
      if (!difference.isEmpty()) {
        throw new ModelRefusedException(
            RefusalReason.PROBE, "probe %d: %s".formatted(index, difference), null);
      }
    }
  }

  /**
   * Runs every probe through a graph that looks at clusters. What it answers has the score that the
   * learner expects of it; no rank has a better one; and it answers the share of the expected rows
   * that the builder measured.
   *
   * @param recall of the expected rows, see {@link
   *     io.eddyline.schemas.snapshot.Manifest.Retrieval#probeRecall}
   * @throws ModelRefusedException naming the first probe that is answered otherwise
   */
  void requireSubset(Probes probes, double recall, Ranker ranker) {
    int expected = 0;
    int found = 0;
    for (int index = 0; index < probes.probes().size(); index++) {
      Probe probe = probes.probes().get(index);
      Ranking actual = ranker.rank(query(probe), probe.itemRows().size());
      for (int rank = 0; rank < actual.size(); rank++) {
        int at = probe.itemRows().indexOf(actual.row(rank));
        float score = actual.score(rank);
        found += at < 0 ? 0 : 1;
        float best = probe.scores().get(rank);
        boolean differs = at >= 0 && !agree(score, probe.scores().get(at));
        boolean isBetter = score > best && !agree(score, best);
        if (differs || isBetter) {
          throw new ModelRefusedException(
              RefusalReason.PROBE,
              "probe %d: among clusters, rank %d is item row %d with score %s, which the learner does not expect"
                  .formatted(index, rank, actual.row(rank), score),
              null);
        }
      }
      expected += probe.itemRows().size();
    }
    if (found < (recall - RECALL_TOLERANCE) * expected) {
      throw new ModelRefusedException(
          RefusalReason.PROBE,
          "among clusters, %d of %d expected rows were answered, expected a share of %s"
              .formatted(found, expected, recall),
          null);
    }
  }

  private RetrievalQuery query(Probe probe) {
    return RetrievalQuery.of(
        scoring,
        probe.userRow(),
        rows(probe.historyRows()),
        new float[0],
        rows(probe.excludedRows()));
  }

  private void requireSound(int index, Probe probe) {
    boolean sound =
        probe.userRow() >= 0
            && probe.userRow() <= userCount
            && probe.historyRows().size() <= scoring.historyLength()
            && !probe.itemRows().isEmpty()
            && probe.itemRows().size() == probe.scores().size()
            && inRange(probe.historyRows())
            && inRange(probe.excludedRows())
            && inRange(probe.itemRows());
    if (!sound) {
      throw new FormatException(
          "probe %d does not fit %d items and %d users".formatted(index, itemCount, userCount));
    }
  }

  private boolean inRange(List<Integer> rows) {
    return rows.stream().allMatch(row -> row >= 0 && row < itemCount);
  }

  private static String difference(Probe probe, Ranking actual) {
    int count = probe.itemRows().size();
    if (actual.size() != count) {
      return "%d answers, expected %d".formatted(actual.size(), count);
    }
    Map<Integer, Float> expected = new HashMap<>();
    for (int rank = 0; rank < count; rank++) {
      expected.put(probe.itemRows().get(rank), probe.scores().get(rank));
    }
    float last = probe.scores().get(count - 1);
    for (int rank = 0; rank < count; rank++) {
      float score = actual.score(rank);
      float atRank = probe.scores().get(rank);
      float ofRow = expected.getOrDefault(actual.row(rank), last);
      if (!agree(score, atRank) || !agree(score, ofRow)) {
        return "rank %d is item row %d with score %s, expected row %d with %s"
            .formatted(rank, actual.row(rank), score, probe.itemRows().get(rank), atRank);
      }
    }
    return "";
  }

  private static boolean agree(float actual, float expected) {
    return Math.abs((double) actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
  }

  private static int[] rows(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }
}
