package io.eddyline.serving.model;

/**
 * Item rows and scores, best first, without fillers.
 *
 * <p>Threading: immutable.
 */
public final class Ranking {
  /** Without items. */
  static final Ranking NONE = new Ranking(new int[0], new float[0]);

  static final Ranking EMPTY = new Ranking(new int[0], new float[0]);

  private final int[] rows;
  private final float[] scores;

  /** Takes both arrays, of one length, as its own. */
  public Ranking(int[] rows, float[] scores) {
    this.rows = rows;
    this.scores = scores;
  }

  public int size() {
    return rows.length;
  }

  public int row(int rank) {
    return rows[rank];
  }

  public float score(int rank) {
    return scores[rank];
  }
}
