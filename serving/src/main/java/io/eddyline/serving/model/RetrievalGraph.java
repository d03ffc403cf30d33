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
 * <p>Beside one that looks at clusters of items there is a second session over the same mapped
 * tables, which looks at all of them. It answers what the first cannot: more results than that
 * scores exactly, and those queries whose clusters hold fewer eligible items than were asked for.
 *
 * <p>Threading: {@link #rank} from any number of threads; {@link #close} after the last.
 */
final class RetrievalGraph implements AutoCloseable {
  private static final long MAX_PREPACKED_BYTES = 32L << 20;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxTensor noUserVector;
  private final int mostResults;
  private final @Nullable RetrievalGraph exact;

  /**
   * @param mostResults that a query is answered with
   * @param exact answers where this graph cannot, null if it always can; closed with this one
   */
  private RetrievalGraph(
      OrtEnvironment environment,
      OrtSession session,
      int dimension,
      int mostResults,
      @Nullable RetrievalGraph exact)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.mostResults = mostResults;
    this.exact = exact;
    this.noUserVector = OnnxTensor.createTensor(environment, new float[1][dimension]);
  }

  /** Loads the version's graphs; {@code intraOpThreads} work on one run. */
  static RetrievalGraph open(StoredSnapshot snapshot, int intraOpThreads, Prepacking prepacking)
      throws OrtException {
    Manifest manifest = snapshot.manifest();
    Manifest.Retrieval clusters = manifest.retrieval();
    OrtEnvironment environment = OnnxEnvironment.get();
    if (clusters == null) {
      OrtSession session =
          session(snapshot, SnapshotFiles.MODEL, intraOpThreads, prepacks(prepacking, manifest));
      return new RetrievalGraph(
          environment, session, manifest.dimension(), Integer.MAX_VALUE, null);
    }
    RetrievalGraph exact =
        new RetrievalGraph(
            environment,
            session(
                snapshot, SnapshotFiles.EXACT_MODEL, intraOpThreads, prepacking == Prepacking.ON),
            manifest.dimension(),
            Integer.MAX_VALUE,
            null);
    try {
      return new RetrievalGraph(
          environment,
          session(snapshot, SnapshotFiles.MODEL, intraOpThreads, true),
          manifest.dimension(),
          clusters.rescored(),
          exact);
    } catch (OrtException e) {
      exact.close();
      throw e;
    }
  }

  private static OrtSession session(
      StoredSnapshot snapshot, String model, int intraOpThreads, boolean prepacks)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(intraOpThreads);
      options.setInterOpNumThreads(1);
      if (!prepacks) {
        options.addConfigEntry("session.disable_prepacking", "1");
      }
      return OnnxEnvironment.get().createSession(snapshot.file(model).toString(), options);
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
    RetrievalGraph whole = exact;
    if (whole == null) {
      return run(query, bias, k);
    }
    Ranking ranking = k > mostResults ? Ranking.EMPTY : run(query, bias, k);
    return ranking.size() < k ? whole.run(query, bias, k) : ranking;
  }

  /**
   * As {@link #rank}, of all items, where clusters would miss too many: under few eligible ones.
   */
  Ranking rankExactly(RetrievalQuery query, OnnxTensor bias, int k) {
    return exact == null ? run(query, bias, k) : exact.run(query, bias, k);
  }

  /** As {@link #rank}, of the items in the chosen clusters alone. */
  Ranking run(RetrievalQuery query, OnnxTensor bias, int k) {
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
    try (OnnxTensor userRow = OnnxTensor.createTensor(environment, new long[] {query.userRow()});
        OnnxTensor historyRows = OnnxTensor.createTensor(environment, rows);
        OnnxTensor historyWeights = OnnxTensor.createTensor(environment, weights);
        OnnxTensor neighbourWeights = OnnxTensor.createTensor(environment, affinityWeights);
        OnnxTensor exclusions = exclusions(query);
        OnnxTensor results = OnnxTensor.createTensor(environment, new long[] {k});
        OrtSession.Result output =
            session.run(
                Map.of(
                    GraphNames.USER_ROW, userRow,
                    GraphNames.USER_VECTOR, noUserVector,
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
    if (exact != null) {
      exact.requireInterface(manifest);
    }
  }

  @Override
  public void close() {
    if (exact != null) {
      exact.close();
    }
    noUserVector.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new EddylineException(Action.RESTART, "session does not close: " + e.getMessage(), e);
    }
  }
}
