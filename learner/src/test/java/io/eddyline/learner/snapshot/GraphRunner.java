package io.eddyline.learner.snapshot;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs a snapshot's model.onnx with stock ONNX Runtime, as any third party would. */
final class GraphRunner implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final int dimension;

  /** What the graph answers, a row a query. */
  @SuppressWarnings("ArrayRecordComponent") // carries arrays to an assertion, is never compared
  record Output(long[][] itemRows, float[][] scores) {}

  GraphRunner(StoredSnapshot snapshot) throws OrtException {
    this.dimension = snapshot.manifest().dimension();
    this.session = environment.createSession(snapshot.file(SnapshotFiles.MODEL).toString());
  }

  Output run(List<ReferenceScorer.Query> queries, Scoring scoring, float[] bias, int k)
      throws OrtException {
    int batch = queries.size();
    int slots = scoring.historyLength();
    long[] users = new long[batch];
    long[][] rows = new long[batch][slots];
    float[][] weights = new float[batch][slots];
    float[][] affinityWeights = new float[batch][slots];
    int mostExcluded = queries.stream().mapToInt(q -> q.excludedRows().size()).max().orElse(0);
    long[][] exclusions = new long[batch][Math.max(1, mostExcluded)];
    for (long[] padded : exclusions) {
      Arrays.fill(padded, -1);
    }
    for (int b = 0; b < batch; b++) {
      ReferenceScorer.Query query = queries.get(b);
      users[b] = query.userRow();
      int count = Math.min(slots, query.historyRows().size());
      for (int slot = 0; slot < count; slot++) {
        rows[b][slot] = query.historyRows().get(slot);
      }
      scoring.coefficients(count, weights[b]);
      scoring.neighbourCoefficients(count, affinityWeights[b]);
      for (int at = 0; at < query.excludedRows().size(); at++) {
        exclusions[b][at] = query.excludedRows().get(at);
      }
    }
    try (OnnxTensor userRow = OnnxTensor.createTensor(environment, users);
        OnnxTensor userVector = OnnxTensor.createTensor(environment, new float[batch][dimension]);
        OnnxTensor historyRows = OnnxTensor.createTensor(environment, rows);
        OnnxTensor historyWeights = OnnxTensor.createTensor(environment, weights);
        OnnxTensor neighbourWeights = OnnxTensor.createTensor(environment, affinityWeights);
        OnnxTensor biases = OnnxTensor.createTensor(environment, bias);
        OnnxTensor excluded = OnnxTensor.createTensor(environment, exclusions);
        OnnxTensor results = OnnxTensor.createTensor(environment, new long[] {k});
        OrtSession.Result result =
            session.run(
                Map.of(
                    GraphNames.USER_ROW, userRow,
                    GraphNames.USER_VECTOR, userVector,
                    GraphNames.HISTORY_ROWS, historyRows,
                    GraphNames.HISTORY_WEIGHTS, historyWeights,
                    GraphNames.NEIGHBOUR_WEIGHTS, neighbourWeights,
                    GraphNames.BIAS, biases,
                    GraphNames.EXCLUSIONS, excluded,
                    GraphNames.K, results))) {
      return new Output(
          (long[][]) result.get(GraphNames.ITEM_ROWS).orElseThrow().getValue(),
          (float[][]) result.get(GraphNames.SCORES).orElseThrow().getValue());
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
