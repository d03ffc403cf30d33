package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.schemas.snapshot.Scoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a graph answers, so that two can be compared before a version is made.
 *
 * <p>Threading: one thread. Closing frees all native memory.
 */
public interface Answers extends AutoCloseable {
  /** Loads graphs. */
  interface Loader {
    /**
     * Loads one.
     *
     * @param model beside its tables
     * @param dimension floats a vector
     * @param priors the bias, one value an item
     */
    Answers load(Path model, Scoring scoring, int dimension, float[] priors) throws IOException;
  }

  /** The item rows that answer each query, best first, without fillers. */
  List<int[]> best(List<Query> queries, int k);

  @Override
  void close();
}
