package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session of ONNX Runtime over a snapshot's {@code model.onnx}; its tables are mapped by the
 * runtime, not read to the heap.
 *
 * <p>Threading: {@link #rank} from any number of threads; {@link #close} after the last.
 */
final class RetrievalGraph implements AutoCloseable {
  private static final long MAX_PREPACKED_BYTES = 32L << 20;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxTensor noUserVector;

  private RetrievalGraph(OrtEnvironment environment, OrtSession session, int dimension)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.noUserVector = OnnxTensor.createTensor(environment, new float[1][dimension]);
  }

  /** Loads the graph; {@code intraOpThreads} work on one run. */
  static RetrievalGraph open(StoredSnapshot snapshot, int intraOpThreads, Prepacking prepacking)
      throws OrtException {
    OrtEnvironment environment = OnnxEnvironment.get();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(intraOpThreads);
      options.setInterOpNumThreads(1);
      if (!prepacks(prepacking, snapshot.manifest())) {
        options.addConfigEntry("session.disable_prepacking", "1");
      }
      OrtSession session =
          environment.createSession(snapshot.file(SnapshotFiles.MODEL).toString(), options);
      return new RetrievalGraph(environment, session, snapshot.manifest().dimension());
    }
  }

  private static boolean prepacks(Prepacking prepacking, Manifest manifest) {
    return switch (prepacking) {
      case ON -> true;
      case OFF -> false;
      case AUTO ->
          (long) manifest.counts().items() * manifest.dimension() * Float.BYTES
              <= MAX_PREPACKED_BYTES;
    };
  }

  /**
   * A bias of one value an item.
   *
   * @param values outside the heap; not copied, so that they must outlive the tensor, which the
   *     caller closes
   */
  OnnxTensor bias(FloatBuffer values) throws OrtException {
    return OnnxTensor.createTensor(environment, values, new long[] {values.capacity()});
  }

  /**
   * The best items, at most {@code k}, without hidden and excluded ones.
   *
   * @param k at most the number of items
   */
  Ranking rank(RetrievalQuery query, OnnxTensor bias, int k) {
    // one slot at least: not every kernel takes a dimension of size 0
    int slots = Math.max(1, query.historyCount());
    long[][] rows = new long[1][slots];
    float[][] weights = new float[1][slots];
    float[][] affinityWeights = new float[1][slots];
    for (int age = 0; age < query.historyCount(); age++) {
      rows[0][age] = query.historyRow(age);
      weights[0][age] = query.historyWeight(age);
      affinityWeights[0][age] = query.neighbourWeight(age);
    }
    try (OnnxTensor vector = vector(query);
        OnnxTensor userRow = OnnxTensor.createTensor(environment, new long[] {query.userRow()});
        OnnxTensor historyRows = OnnxTensor.createTensor(environment, rows);
        OnnxTensor historyWeights = OnnxTensor.createTensor(environment, weights);
        OnnxTensor neighbourWeights = OnnxTensor.createTensor(environment, affinityWeights);
        OnnxTensor exclusions = exclusions(query);
        OnnxTensor results = OnnxTensor.createTensor(environment, new long[] {k});
        OrtSession.Result output =
            session.run(
                Map.of(
                    GraphNames.USER_ROW, userRow,
                    GraphNames.USER_VECTOR, vector == null ? noUserVector : vector,
                    GraphNames.HISTORY_ROWS, historyRows,
                    GraphNames.HISTORY_WEIGHTS, historyWeights,
                    GraphNames.NEIGHBOUR_WEIGHTS, neighbourWeights,
                    GraphNames.BIAS, bias,
                    GraphNames.EXCLUSIONS, exclusions,
                    GraphNames.K, results))) {
      return ranking(output);
    } catch (OrtException e) {
      throw new EddylineException(Action.RETRY, "the graph failed: " + e.getMessage(), e);
    }
  }

  /** Null for a query without a vector of its own, which a resource may be. */
  private @Nullable OnnxTensor vector(RetrievalQuery query) throws OrtException {
    float[] vector = query.vector();
    return vector == null ? null : OnnxTensor.createTensor(environment, new float[][] {vector});
  }

  private OnnxTensor exclusions(RetrievalQuery query) throws OrtException {
    LongBuffer pairs = LongBuffer.allocate(2 * query.excludedCount());
    for (int index = 0; index < query.excludedCount(); index++) {
      pairs.put(0).put(query.excludedRow(index));
    }
    return OnnxTensor.createTensor(
        environment, pairs.flip(), new long[] {query.excludedCount(), 2});
  }

  private static Ranking ranking(OrtSession.Result output) {
    LongBuffer rows = tensor(output, GraphNames.ITEM_ROWS).getLongBuffer();
    FloatBuffer scores = tensor(output, GraphNames.SCORES).getFloatBuffer();
    int count = scores.remaining();
    while (count > 0 && scores.get(count - 1) == Float.NEGATIVE_INFINITY) {
      count--;
    }
    int[] itemRows = new int[count];
    Arrays.setAll(itemRows, rank -> (int) rows.get(rank));
    float[] itemScores = new float[count];
    scores.get(itemScores);
    return new Ranking(itemRows, itemScores);
  }

  private static OnnxTensor tensor(OrtSession.Result output, String name) {
    return (OnnxTensor) output.get(name).orElseThrow();
  }

  /**
   * Compares inputs and outputs with those that a graph of this manifest has.
   *
   * @throws io.eddyline.schemas.error.FormatException naming the first that differs
   */
  void requireInterface(Manifest manifest) throws OrtException {
    GraphInterfaceCheck.require(session, manifest);
  }

  @Override
  public void close() {
    noUserVector.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new EddylineException(Action.RESTART, "session does not close: " + e.getMessage(), e);
    }
  }
}
