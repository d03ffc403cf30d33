package io.eddyline.k8s.bench.catalogue;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.thread.DeepStack;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** A scan of all items in fewer bits, one thread, the best of which are scored exactly. */
final class ScanContender implements Contender {
  private final ScanKind kind;
  private final int rescored;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final double buildSeconds;
  private final long bytes;

  private ScanContender(
      ScanKind kind,
      int rescored,
      OrtEnvironment environment,
      OrtSession session,
      double buildSeconds,
      long bytes) {
    this.kind = kind;
    this.rescored = rescored;
    this.environment = environment;
    this.session = session;
    this.buildSeconds = buildSeconds;
    this.bytes = bytes;
  }

  /** The candidate vectors of a version, a row an item. */
  static float[][] vectors(SnapshotSource source) {
    float[][] vectors = new float[source.itemCount()][source.dimension()];
    for (int item = 0; item < vectors.length; item++) {
      source.candidateVector(item, vectors[item]);
    }
    return vectors;
  }

  static ScanContender build(
      ScanKind kind, float[][] items, SnapshotSource source, Scoring scoring, int rescored)
      throws OrtException {
    long startNs = System.nanoTime();
    int dimension = source.dimension();
    ByteBuffer table = littleEndian(items.length * dimension);
    ByteBuffer priors = littleEndian(items.length);
    for (int item = 0; item < items.length; item++) {
      for (float value : items[item]) {
        table.putFloat(value);
      }
      priors.putFloat(
          scoring.temperature()
              * scoring.prior((float) source.popularity(item), (float) source.trend(item)));
    }
    ScanGraph graph =
        new ScanGraph()
            .table("items", DataType.FLOAT, table.flip(), items.length, dimension)
            .table("prior", DataType.FLOAT, priors.flip(), 1, items.length)
            .input(ScanGraph.QUERY, DataType.FLOAT, 1, dimension);
    byte[] model = graph.answering(kind.addTo(graph));
    OrtEnvironment environment = DeepStack.call("onnx-environment", OrtEnvironment::getEnvironment);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new ScanContender(
          kind,
          rescored,
          environment,
          environment.createSession(model, options),
          (System.nanoTime() - startNs) / 1e9,
          (long) items.length * ((dimension + 1) * Float.BYTES + kind.bytes()));
    }
  }

  private static ByteBuffer littleEndian(int floats) {
    return ByteBuffer.allocate(Math.multiplyExact(floats, Float.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The same graph, with another number of items that are scored exactly. */
  ScanContender searching(int candidates) {
    return new ScanContender(kind, candidates, environment, session, buildSeconds, bytes);
  }

  @Override
  public String name() {
    return "scan, %s, %d scored exactly".formatted(kind.name(), rescored);
  }

  @Override
  public double buildSeconds() {
    return buildSeconds;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public int[] best(float[] query, int k) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>(kind.query(environment, query));
    inputs.put(ScanGraph.QUERY, OnnxTensor.createTensor(environment, new float[][] {query}));
    inputs.put(ScanGraph.RESCORED, OnnxTensor.createTensor(environment, new long[] {rescored}));
    inputs.put(ScanGraph.K, OnnxTensor.createTensor(environment, new long[] {k}));
    try (OrtSession.Result result = session.run(inputs)) {
      LongBuffer rows = ((OnnxTensor) result.get(0)).getLongBuffer();
      int[] best = new int[rows.remaining()];
      for (int rank = 0; rank < best.length; rank++) {
        best[rank] = (int) rows.get();
      }
      return best;
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
