package io.eddyline.learner.evaluate.model;

/**
 * A recommender that learns event by event. Users and items are numbered from 0 in the order of
 * their first event.
 *
 * <p>Threading: one thread.
 */
public interface StreamingModel {

  /**
   * Writes the score of every candidate, without the popularity prior.
   *
   * @param user has at least one event
   * @param candidates the items learnt so far, [0, candidates)
   * @param scores receives them
   */
  void score(int user, int candidates, float[] scores);

  /**
   * Learns an event.
   *
   * @param weight 1 for an ordinary event; scales the step. A negative one is negative feedback, of
   *     which a model that knows only positives learns nothing
   */
  void train(int user, int item, float weight, long timeMs);

  /** Ends the training; nothing but {@link #score} is called afterwards. */
  default void finish() {}
}
