package io.eddyline.learner.table;

/** Is told of every change of a user row, on the thread that owns the table. */
public interface UserRowListener {
  /** The row has its new version; values may still change before the event is learnt. */
  void changed(int row);

  /**
   * The row is about to go; its id is still there.
   *
   * @param updates the count of the version that the removal has
   */
  void removed(int row, long updates);
}
