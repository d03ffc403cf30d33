package io.eddyline.learner.evaluate.model;

/**
 * A model that can score a user as it would with another history.
 *
 * <p>Threading: one thread.
 */
public interface RecallingModel extends StreamingModel {

  /** A copy of what the model takes into account of the user's history now, newest first. */
  int[] history(int user);

  /**
   * Writes the score of every candidate, without the popularity prior, as if this were the user's
   * history.
   *
   * @param history as {@link #history} gave it, not empty
   */
  void score(int user, int[] history, int candidates, float[] scores);
}
