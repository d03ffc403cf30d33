package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.OnnxEnvironment;
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
import org.jspecify.annotations.Nullable;

/**
 * A session of ONNX Runtime over a snapshot's {@code model.onnx}; its tables are mapped by the
 * runtime, not read to the heap.
 *
 * <p>Beside a graph that looks at clusters of items there is the exact one, a second session over
 * the same mapped tables. It answers what the first cannot: more results than that scores exactly,
 * and queries whose clusters hold fewer eligible items than were asked for.
 *
 * <p>Threading: {@link #rank} from any number of threads; {@link #close} after the last.
 */
final class RetrievalGraph implements AutoCloseable {
  private static final long MAX_PREPACKED_BYTES = 32L << 20;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final int dimension;
  private final int mostResults;
  private final @Nullable RetrievalGraph exact;
  private final Queue<RunBuffers> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param mostResults that a query is answered with
   * @param exact answers where this graph cannot, null if it always can; closed with this one
   */
  private RetrievalGraph(
      OrtEnvironment environment,
      OrtSession session,
      int dimension,
      int mostResults,
      @Nullable RetrievalGraph exact) {
    this.environment = environment;
    this.session = session;
    this.dimension = dimension;
    this.mostResults = mostResults;
    this.exact = exact;
  }

  /** Loads the version's graphs; {@code intraOpThreads} work on one run. */
  static RetrievalGraph open(StoredSnapshot snapshot, int intraOpThreads, Prepacking prepacking)
      throws OrtException {
    Manifest manifest = snapshot.manifest();
    Manifest.Retrieval clusters = manifest.retrieval();
    OrtEnvironment environment = OnnxEnvironment.get(OrtEnvironment::getEnvironment);
    if (clusters == null) {
      OrtSession session =
          session(snapshot, SnapshotFiles.MODEL, intraOpThreads, prepacks(prepacking, manifest));
      return new RetrievalGraph(
          environment, session, manifest.dimension(), Integer.MAX_VALUE, null);
    }
    OrtSession every =
        session(snapshot, SnapshotFiles.EXACT_MODEL, intraOpThreads, prepacking == Prepacking.ON);
    RetrievalGraph exact =
        new RetrievalGraph(environment, every, manifest.dimension(), Integer.MAX_VALUE, null);
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
      return OnnxEnvironment.get(OrtEnvironment::getEnvironment)
          .createSession(snapshot.file(model).toString(), options);
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
    RetrievalGraph whole = exact;
    if (whole == null) {
      return search(queries, bias, k);
    }
    int[] within = Arrays.stream(k).map(count -> Math.min(count, mostResults)).toArray();
    List<Ranking> rankings = new ArrayList<>(search(queries, bias, within));
    for (int index = 0; index < k.length; index++) {
      if (rankings.get(index).size() < k[index]) {
        rankings.set(index, whole.rank(queries.get(index), bias, k[index]));
      }
    }
    return rankings;
  }

  /** As {@link #rank}, of all items: under a bias that hides many, clusters would miss too much. */
  List<Ranking> rankExactly(List<RetrievalQuery> queries, OnnxTensor bias, int[] k) {
    return exact == null ? search(queries, bias, k) : exact.search(queries, bias, k);
  }

  /** As {@link #rank}, of what the graph in {@code model.onnx} looks at. */
  List<Ranking> search(List<RetrievalQuery> queries, OnnxTensor bias, int[] k) {
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
    if (exact != null) {
      exact.requireInterface(manifest);
    }
  }

  @Override
  public void close() {
    try (exact) {
      session.close();
    } catch (OrtException e) {
      throw new EddylineException(Action.RESTART, "session does not close: " + e.getMessage(), e);
    }
  }
}
