package io.eddyline.ingest.replay;

/** Hears how far a replay is. Called by several threads, after every batch. */
@FunctionalInterface
public interface ReplayListener {
  /**
   * So many events have been answered.
   *
   * @param doneEvents accepted or refused so far
   * @param totalEvents of the replay
   */
  void progress(long doneEvents, long totalEvents);
}
