package io.eddyline.learner.snapshot.gate;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.OnnxEnvironment;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A version's {@code model.onnx} in ONNX Runtime, on one thread, asked in small batches.
 *
 * <p>Weights are not packed anew for the processor: packing would need a second copy of the items
 * and pays only over many more queries than a gate asks.
 *
 * <p>Threading: one thread. Closing frees all native memory.
 */
final class GraphSession implements AutoCloseable {
  /* Scores of a batch, so that large catalogues are asked one query at a time. */
  private static final int MAX_SCORES = 1 << 22;
  private static final int MAX_BATCH = 16;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Scoring scoring;
  private final int dimension;
  private final int results;
  private final int batch;
  private final OnnxTensor bias;

  private GraphSession(
      OrtEnvironment environment, OrtSession session, StoredSnapshot snapshot, float[] priors)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.scoring = snapshot.manifest().scoring();
    this.dimension = snapshot.manifest().dimension();
    this.results = Math.min(TargetRanks.LIST_LENGTH, priors.length);
    this.batch = Math.clamp(MAX_SCORES / priors.length, 1, MAX_BATCH);
    this.bias = OnnxTensor.createTensor(environment, priors);
  }

  /**
   * Loads the graph of a version with items.
   *
   * @param priors the bias, one value an item
   */
  static GraphSession open(StoredSnapshot snapshot, float[] priors) throws OrtException {
    OrtEnvironment environment = OnnxEnvironment.get(OrtEnvironment::getEnvironment);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.disable_prepacking", "1");
      OrtSession session =
          environment.createSession(snapshot.file(SnapshotFiles.MODEL).toString(), options);
      try {
        return new GraphSession(environment, session, snapshot, priors);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }

  /** Queries that {@link #ranks} takes at once. */
  int batch() {
    return batch;
  }

  /** Writes the rank of each query's target, at most {@link #batch} of them. */
  void ranks(List<TargetQuery> queries, int[] ranks, int offset) throws OrtException {
    int count = queries.size();
    int slots = Math.max(1, scoring.historyLength());
    long[] users = new long[count];
    float[][] vectors = new float[count][dimension];
    long[][] rows = new long[count][slots];
    float[][] weights = new float[count][slots];
    float[][] affinityWeights = new float[count][slots];
    for (int b = 0; b < count; b++) {
      TargetQuery query = queries.get(b);
      users[b] = query.userRow();
      System.arraycopy(query.userVector(), 0, vectors[b], 0, query.userVector().length);
      int[] history = query.historyRows();
      for (int age = 0; age < history.length; age++) {
        rows[b][age] = history[age];
      }
      scoring.coefficients(history.length, weights[b]);
      scoring.neighbourCoefficients(history.length, affinityWeights[b]);
    }
    try (OnnxTensor userRow = OnnxTensor.createTensor(environment, users);
        OnnxTensor userVector = OnnxTensor.createTensor(environment, vectors);
        OnnxTensor historyRows = OnnxTensor.createTensor(environment, rows);
        OnnxTensor historyWeights = OnnxTensor.createTensor(environment, weights);
        OnnxTensor neighbourWeights = OnnxTensor.createTensor(environment, affinityWeights);
        OnnxTensor exclusions = exclusions(queries);
        OnnxTensor k = OnnxTensor.createTensor(environment, new long[] {results});
        OrtSession.Result answer =
            session.run(
                Map.of(
                    GraphNames.USER_ROW, userRow,
                    GraphNames.USER_VECTOR, userVector,
                    GraphNames.HISTORY_ROWS, historyRows,
                    GraphNames.HISTORY_WEIGHTS, historyWeights,
                    GraphNames.NEIGHBOUR_WEIGHTS, neighbourWeights,
                    GraphNames.BIAS, bias,
                    GraphNames.EXCLUSIONS, exclusions,
                    GraphNames.K, k))) {
      LongBuffer itemRows = tensor(answer, GraphNames.ITEM_ROWS).getLongBuffer();
      FloatBuffer scores = tensor(answer, GraphNames.SCORES).getFloatBuffer();
      for (int b = 0; b < count; b++) {
        ranks[offset + b] = rank(queries.get(b).targetRow(), itemRows, scores, b * results);
      }
    }
  }

  private int rank(int target, LongBuffer itemRows, FloatBuffer scores, int start) {
    for (int place = 0; place < results; place++) {
      if (itemRows.get(start + place) == target && Float.isFinite(scores.get(start + place))) {
        return place + 1;
      }
    }
    return TargetRanks.NONE;
  }

  private OnnxTensor exclusions(List<TargetQuery> queries) throws OrtException {
    int most = queries.stream().mapToInt(query -> query.excludedRows().length).max().orElse(0);
    long[][] rows = new long[queries.size()][Math.max(1, most)];
    for (int b = 0; b < rows.length; b++) {
      Arrays.fill(rows[b], -1);
      int[] excluded = queries.get(b).excludedRows();
      for (int at = 0; at < excluded.length; at++) {
        rows[b][at] = excluded[at];
      }
    }
    return OnnxTensor.createTensor(environment, rows);
  }

  private static OnnxTensor tensor(OrtSession.Result answer, String name) {
    return (OnnxTensor) answer.get(name).orElseThrow();
  }

  @Override
  public void close() throws OrtException {
    bias.close();
    session.close();
  }
}
