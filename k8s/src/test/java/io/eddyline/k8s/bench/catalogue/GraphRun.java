package io.eddyline.k8s.bench.catalogue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.thread.DeepStack;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A graph of a version in bare ONNX Runtime, one thread a run, asked in batches: users with their
 * histories, neighbours and exclusions, or vectors alone.
 *
 * <p>Threading: one thread.
 */
final class GraphRun implements AutoCloseable {
  private final OrtEnvironment environment =
      DeepStack.call("onnx-environment", OrtEnvironment::getEnvironment);
  private final SnapshotSource source;
  private final Scoring scoring;
  private final OrtSession session;
  private final OnnxTensor bias;

  /**
   * @param prepacks whether ONNX Runtime copies tables into the layout that its products like
   */
  GraphRun(Path model, SnapshotSource source, Scoring scoring, boolean prepacks)
      throws OrtException {
    this.source = source;
    this.scoring = scoring;
    float[] priors = new float[source.itemCount()];
    for (int item = 0; item < priors.length; item++) {
      priors[item] = scoring.prior((float) source.popularity(item), (float) source.trend(item));
    }
    this.bias = OnnxTensor.createTensor(environment, priors);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      if (!prepacks) {
        options.addConfigEntry("session.disable_prepacking", "1");
      }
      this.session = environment.createSession(model.toString(), options);
    }
  }

  /** Inputs of a run, outside the heap. */
  record Batch(int size, Map<String, OnnxTensor> inputs) implements AutoCloseable {
    @Override
    public void close() {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** Users as serving asks for them. */
  Batch users(List<Integer> users, int k) throws OrtException {
    int size = users.size();
    int slots = scoring.historyLength();
    long[] userRows = new long[size];
    long[][] rows = new long[size][slots];
    float[][] weights = new float[size][slots];
    float[][] affinityWeights = new float[size][slots];
    int most = users.stream().mapToInt(user -> source.seen(user).length).max().orElse(0);
    long[][] exclusions = new long[size][Math.max(1, most)];
    for (int b = 0; b < size; b++) {
      int user = users.get(b);
      userRows[b] = user + 1L;
      int[] history = source.history(user);
      int count = Math.min(slots, history.length);
      for (int age = 0; age < count; age++) {
        rows[b][age] = history[age];
      }
      scoring.coefficients(count, weights[b]);
      scoring.neighbourCoefficients(count, affinityWeights[b]);
      Arrays.fill(exclusions[b], -1);
      int[] seen = source.seen(user);
      for (int at = 0; at < seen.length; at++) {
        exclusions[b][at] = seen[at];
      }
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put(GraphNames.USER_ROW, OnnxTensor.createTensor(environment, userRows));
    inputs.put(
        GraphNames.USER_VECTOR,
        OnnxTensor.createTensor(environment, new float[size][source.dimension()]));
    inputs.put(GraphNames.HISTORY_ROWS, OnnxTensor.createTensor(environment, rows));
    inputs.put(GraphNames.HISTORY_WEIGHTS, OnnxTensor.createTensor(environment, weights));
    inputs.put(GraphNames.NEIGHBOUR_WEIGHTS, OnnxTensor.createTensor(environment, affinityWeights));
    inputs.put(GraphNames.EXCLUSIONS, OnnxTensor.createTensor(environment, exclusions));
    inputs.put(GraphNames.K, OnnxTensor.createTensor(environment, new long[] {k}));
    return new Batch(size, inputs);
  }

  /** Vectors alone: cosine and prior rank. */
  Batch vectors(float[][] vectors, int k) throws OrtException {
    int size = vectors.length;
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put(GraphNames.USER_ROW, OnnxTensor.createTensor(environment, new long[size]));
    inputs.put(GraphNames.USER_VECTOR, OnnxTensor.createTensor(environment, vectors));
    inputs.put(GraphNames.HISTORY_ROWS, OnnxTensor.createTensor(environment, new long[size][1]));
    inputs.put(
        GraphNames.HISTORY_WEIGHTS, OnnxTensor.createTensor(environment, new float[size][1]));
    inputs.put(
        GraphNames.NEIGHBOUR_WEIGHTS, OnnxTensor.createTensor(environment, new float[size][1]));
    long[][] exclusions = new long[size][1];
    for (long[] excluded : exclusions) {
      excluded[0] = -1;
    }
    inputs.put(GraphNames.EXCLUSIONS, OnnxTensor.createTensor(environment, exclusions));
    inputs.put(GraphNames.K, OnnxTensor.createTensor(environment, new long[] {k}));
    return new Batch(size, inputs);
  }

  /** Answers a batch; a row of item rows a query. */
  int[][] run(Batch batch) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>(batch.inputs());
    inputs.put(GraphNames.BIAS, bias);
    try (OrtSession.Result result = session.run(inputs)) {
      OnnxTensor rows = (OnnxTensor) result.get(GraphNames.ITEM_ROWS).orElseThrow();
      LongBuffer values = rows.getLongBuffer();
      int k = (int) rows.getInfo().getShape()[1];
      int[][] answers = new int[batch.size()][k];
      for (int[] answer : answers) {
        IntStream.range(0, k).forEach(rank -> answer[rank] = (int) values.get());
      }
      return answers;
    }
  }

  @Override
  public void close() throws OrtException {
    bias.close();
    session.close();
  }
}
