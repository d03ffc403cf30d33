package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Quality;

/** Is told how far a study has come. */
@FunctionalInterface
public interface StudyProgress {
  /** Every thousand events and at the end of each run. */
  void at(Position position, Quality soFar);

  /**
   * Where a study is.
   *
   * @param runNumber of the run, from 1, of those that are not finished yet
   * @param runs that were not finished at the start
   * @param events done in all runs
   * @param allEvents of all runs, about
   */
  record Position(StudyRun run, int runNumber, int runs, long events, long allEvents) {

    /** So many events later in the same run. */
    Position after(int further) {
      return new Position(run, runNumber, runs, events + further, allEvents);
    }
  }
}
