package io.eddyline.learner.evaluate;

/** A recommender that learns event by event. Users and items are those of the events. */
interface StreamingModel {

  /**
   * Writes the score of every candidate, without the popularity prior.
   *
   * @param user has at least one event
   * @param candidates the items seen so far, [0, candidates)
   * @param scores receives them
   */
  void score(int user, int candidates, float[] scores);

  /** Learns the event of this index, after it was ranked. */
  void train(int event);
}
