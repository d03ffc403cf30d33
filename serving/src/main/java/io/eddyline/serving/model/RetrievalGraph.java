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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

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
  private final int dimension;
  private final Queue<RunBuffers> idle = new ConcurrentLinkedQueue<>();

  private RetrievalGraph(OrtEnvironment environment, OrtSession session, int dimension) {
    this.environment = environment;
    this.session = session;
    this.dimension = dimension;
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

  /** The best items of one query, at most {@code k}, without hidden and excluded ones. */
  Ranking rank(RetrievalQuery query, OnnxTensor bias, int k) {
    return rank(List.of(query), bias, new int[] {k}).getFirst();
  }

  /**
   * The best items of each query, in one run.
   *
   * @param k results of each, at most the number of items
   */
  List<Ranking> rank(List<RetrievalQuery> queries, OnnxTensor bias, int[] k) {
    RunBuffers pooled = idle.poll();
    RunBuffers buffers = pooled == null ? new RunBuffers(dimension) : pooled;
    try {
      int most = Arrays.stream(k).max().orElseThrow();
      buffers.fill(queries, most);
      run(buffers, bias, queries.size(), most);
      List<Ranking> rankings = new ArrayList<>(queries.size());
      for (int index = 0; index < queries.size(); index++) {
        rankings.add(buffers.ranking(index, k[index]));
      }
      return rankings;
    } catch (OrtException e) {
      throw new EddylineException(Action.RETRY, "the graph failed: " + e.getMessage(), e);
    } finally {
      idle.add(buffers);
    }
  }

  private void run(RunBuffers buffers, OnnxTensor bias, int count, int most) throws OrtException {
    long[] perQuery = {count};
    long[] perSlot = {count, buffers.slots()};
    long[] perResult = {count, most};
    long[] perExclusion = {count, buffers.excluded()};
    try (OnnxTensor userRows = tensor(buffers.userRows(), perQuery);
        OnnxTensor vectors = tensor(buffers.vectors(), new long[] {count, dimension});
        OnnxTensor history = tensor(buffers.history(), perSlot);
        OnnxTensor weights = tensor(buffers.weights(), perSlot);
        OnnxTensor affinities = tensor(buffers.affinities(), perSlot);
        OnnxTensor exclusions = tensor(buffers.exclusions(), perExclusion);
        OnnxTensor results = OnnxTensor.createTensor(environment, new long[] {most});
        OnnxTensor rows = tensor(buffers.rows(), perResult);
        OnnxTensor scores = tensor(buffers.scores(), perResult)) {
      session
          .run(
              Map.of(
                  GraphNames.USER_ROW, userRows,
                  GraphNames.USER_VECTOR, vectors,
                  GraphNames.HISTORY_ROWS, history,
                  GraphNames.HISTORY_WEIGHTS, weights,
                  GraphNames.NEIGHBOUR_WEIGHTS, affinities,
                  GraphNames.BIAS, bias,
                  GraphNames.EXCLUSIONS, exclusions,
                  GraphNames.K, results),
              Set.of(),
              Map.of(GraphNames.ITEM_ROWS, rows, GraphNames.SCORES, scores))
          .close();
    }
  }

  private OnnxTensor tensor(LongBuffer values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, values, shape);
  }

  private OnnxTensor tensor(FloatBuffer values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, values, shape);
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
    try {
      session.close();
    } catch (OrtException e) {
      throw new EddylineException(Action.RESTART, "session does not close: " + e.getMessage(), e);
    }
  }
}
