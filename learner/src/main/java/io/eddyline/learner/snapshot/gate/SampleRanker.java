package io.eddyline.learner.snapshot.gate;

import ai.onnxruntime.OrtException;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Has a version's graph answer queries within a budget of time; one version is in memory at a time.
 *
 * <p>Threading: stateless.
 */
final class SampleRanker {
  private final LongSupplier nanoClock;
  private final long budgetNs;

  /**
   * @param budgetNs that one call may rank for
   */
  SampleRanker(LongSupplier nanoClock, long budgetNs) {
    this.nanoClock = nanoClock;
    this.budgetNs = budgetNs;
  }

  /**
   * The ranks of the first queries, of all if there is time for them.
   *
   * @throws EddylineException if ONNX Runtime does not load or run the graph
   */
  TargetRanks rank(StoredSnapshot snapshot, VersionRows rows, List<TargetQuery> queries)
      throws IOException {
    int[] ranks = new int[queries.size()];
    if (rows.itemCount() == 0) {
      return new TargetRanks(ranks); // a version without items has no graph and no hits
    }
    long startNs = nanoClock.getAsLong();
    try (GraphSession session = GraphSession.open(snapshot, rows.priors())) {
      int done = 0;
      while (done < ranks.length && nanoClock.getAsLong() - startNs < budgetNs) {
        int end = Math.min(ranks.length, done + session.batch());
        session.ranks(queries.subList(done, end), ranks, done);
        done = end;
      }
      return new TargetRanks(Arrays.copyOf(ranks, done));
    } catch (OrtException e) {
      throw new EddylineException(Action.RETRY, "the graph does not run: " + e.getMessage(), e);
    }
  }
}
