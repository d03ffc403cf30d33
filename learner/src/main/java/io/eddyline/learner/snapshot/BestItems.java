package io.eddyline.learner.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The best few of many scored items, kept sorted by insertion; equal scores keep their order. */
final class BestItems {
  private final int[] rows;
  private final double[] scores;
  private final Set<Integer> excluded;
  private int count;

  BestItems(int capacity, List<Integer> excludedRows) {
    this.rows = new int[capacity];
    this.scores = new double[capacity];
    this.excluded = Set.copyOf(excludedRows);
  }

  void offer(int row, double score) {
    boolean full = count == rows.length;
    boolean tooLow = full && (count == 0 || score <= scores[count - 1]);
    if (tooLow || excluded.contains(row)) {
      return;
    }
    int at = full ? count - 1 : count++;
    while (at > 0 && scores[at - 1] < score) {
      rows[at] = rows[at - 1];
      scores[at] = scores[at - 1];
      at--;
    }
    rows[at] = row;
    scores[at] = score;
  }

  ReferenceScorer.Ranking ranking() {
    List<Integer> bestRows = new ArrayList<>(count);
    List<Float> bestScores = new ArrayList<>(count);
    for (int rank = 0; rank < count; rank++) {
      bestRows.add(rows[rank]);
      bestScores.add((float) scores[rank]);
    }
    return new ReferenceScorer.Ranking(bestRows, bestScores);
  }
}
