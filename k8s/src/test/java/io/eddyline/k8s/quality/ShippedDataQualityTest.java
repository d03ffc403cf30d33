package io.eddyline.k8s.quality;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data sets of the repository; the reference figures stand in docs/benchmarks.md. */
class ShippedDataQualityTest {
  private static final String[] MOVIETWEETINGS = {
    "--format", "movielens", "data/movietweetings/ratings.dat.gz"
  };
  private static final String[] ONLINE_RETAIL = {
    "--format", "csv", "--max-events", "300000", "data/online-retail-ii/events.tsv.gz"
  };

  @TempDir Path reports;

  @Test
  void dualQueueKeepsItsQualityOnMovieTweetings() throws IOException {
    EvaluateRun.assertReaches(0.1394, 0.2301, reports, "dual-queue", MOVIETWEETINGS);
  }

  @Test
  void dualQueueKeepsItsQualityOnOnlineRetail() throws IOException {
    EvaluateRun.assertReaches(0.2090, 0.3079, reports, "dual-queue", ONLINE_RETAIL);
  }

  @Test
  void itemKnnReachesItsReferenceOnMovieTweetings() throws IOException {
    EvaluateRun.assertReaches(0.0907, 0.1661, reports, "item-knn", MOVIETWEETINGS);
  }

  @Test
  void decayedPopularityReachesItsReferenceOnMovieTweetings() throws IOException {
    EvaluateRun.assertReaches(0.0903, 0.1641, reports, "decayed-popularity", MOVIETWEETINGS);
  }
}
