package io.eddyline.learner.train;

/**
 * Where a user side sends what the owners of items need: the seam between the two sides. In one
 * process it calls the item side, in the stream it batches to a topic.
 *
 * <p>Items are ordinals in the process's replica, users rows of the sender's table. Arrays belong
 * to the caller and are reused after the call returns.
 *
 * <p>Threading: called on the user partition's thread.
 */
public interface ItemUpdateSink {

  /**
   * A user was with an item: the owner trains the item with the user's key.
   *
   * @param weight above 0 pulls together, below 0 pushes apart
   * @param userKey unit vector
   * @param seen ordinals at the item's owner, newest first, of the user's other latest items there
   * @param live false for a replay, which makes nothing popular
   */
  void pair(
      int item, int user, float weight, float[] userKey, int[] seen, int seenCount, boolean live);

  /**
   * A live positive event: what the user visited before the item are its neighbours.
   *
   * @param weight of the event
   * @param previous items, newest first, from index 0
   */
  void visited(int item, float weight, int[] previous, int count);

  /** A live event whose user has no key yet: the item becomes more popular, nothing is trained. */
  void count(int item);

  /**
   * A live event that teaches nothing, since its user or item has no row yet: the item is seen, and
   * more popular if it has a row.
   */
  void sighted(String itemId);

  /**
   * The gradient of a live step for the context residuals of history items.
   *
   * @param gradient with respect to the raw query
   * @param weight scales the step
   * @param items history items, newest first, from index 0
   * @param coefficients of each item in the raw query
   */
  void follow(float[] gradient, float weight, int[] items, float[] coefficients, int count);
}
