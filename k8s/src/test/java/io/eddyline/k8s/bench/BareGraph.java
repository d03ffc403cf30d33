package io.eddyline.k8s.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.eddyline.learner.snapshot.StoredRows;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.thread.DeepStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A version's graph in ONNX Runtime and nothing around it: the queries of random users as serving
 * would put them, made before the clock starts.
 *
 * <p>Threading: {@link #perSecond} by one thread at a time.
 */
final class BareGraph implements AutoCloseable {
  /* Batches that are made beforehand and run in turn. */
  private static final int PREPARED = 16;
  private static final int RESULTS = 10;

  private final OrtEnvironment environment =
      DeepStack.call("onnx-environment", OrtEnvironment::getEnvironment);
  private final OrtSession session;
  private final StoredRows rows;
  private final Scoring scoring;
  private final OnnxTensor bias;
  private final OnnxTensor results;

  BareGraph(StoredSnapshot snapshot) throws OrtException, IOException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(snapshot.file(SnapshotFiles.MODEL).toString(), options);
    }
    rows = StoredRows.of(snapshot);
    scoring = snapshot.manifest().scoring();
    float[] priors = new float[rows.itemCount()];
    for (int item = 0; item < priors.length; item++) {
      priors[item] = scoring.prior(rows.popularity(item), rows.trend(item));
    }
    bias = OnnxTensor.createTensor(environment, priors);
    results = OnnxTensor.createTensor(environment, new long[] {RESULTS});
  }

  /** Queries a second, by {@code threads} that run batches of {@code batch} for so long. */
  double perSecond(int batch, int threads, int seconds) throws OrtException {
    List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(batch);
    for (int index = 0; index < PREPARED; index++) {
      inputs.add(inputs(batch, random));
    }
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long startNs = System.nanoTime();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      long runs =
          IntStream.range(0, threads)
              .mapToObj(thread -> CompletableFuture.supplyAsync(() -> runs(inputs, endNs), pool))
              .toList()
              .stream()
              .mapToLong(CompletableFuture::join)
              .sum();
      return batch * runs * 1e9 / (System.nanoTime() - startNs);
    } finally {
      for (Map<String, OnnxTensor> batchInputs : inputs) {
        batchInputs.remove(GraphNames.BIAS);
        batchInputs.remove(GraphNames.K);
        batchInputs.values().forEach(OnnxTensor::close);
      }
    }
  }

  private long runs(List<Map<String, OnnxTensor>> inputs, long endNs) {
    long runs = 0;
    try {
      while (System.nanoTime() < endNs) {
        session.run(inputs.get((int) (runs++ % PREPARED))).close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return runs;
  }

  private Map<String, OnnxTensor> inputs(int batch, SplittableRandom random) throws OrtException {
    int[] users = IntStream.range(0, batch).map(_ -> random.nextInt(rows.userCount())).toArray();
    long[] userRows = Arrays.stream(users).mapToLong(user -> user + 1L).toArray();
    int slots = scoring.historyLength();
    int seen = Arrays.stream(users).map(user -> rows.seen(user).length).max().orElse(1);
    long[][] history = new long[batch][slots];
    float[][] weights = new float[batch][slots];
    float[][] affinities = new float[batch][slots];
    long[][] excluded = new long[batch][Math.max(1, seen)];
    for (int b = 0; b < batch; b++) {
      int[] items = rows.history(users[b]);
      int count = Math.min(items.length, slots);
      for (int age = 0; age < count; age++) {
        history[b][age] = items[age];
      }
      scoring.coefficients(count, weights[b]);
      scoring.neighbourCoefficients(count, affinities[b]);
      Arrays.fill(excluded[b], -1);
      int[] own = rows.seen(users[b]);
      for (int at = 0; at < own.length; at++) {
        excluded[b][at] = own[at];
      }
    }
    Map<String, OnnxTensor> own =
        Map.of(
            GraphNames.USER_ROW, OnnxTensor.createTensor(environment, userRows),
            GraphNames.USER_VECTOR,
                OnnxTensor.createTensor(environment, new float[batch][rows.dimension()]),
            GraphNames.HISTORY_ROWS, OnnxTensor.createTensor(environment, history),
            GraphNames.HISTORY_WEIGHTS, OnnxTensor.createTensor(environment, weights),
            GraphNames.NEIGHBOUR_WEIGHTS, OnnxTensor.createTensor(environment, affinities),
            GraphNames.EXCLUSIONS, OnnxTensor.createTensor(environment, excluded));
    Map<String, OnnxTensor> all = new HashMap<>(own);
    all.put(GraphNames.BIAS, bias);
    all.put(GraphNames.K, results);
    return all;
  }

  @Override
  public void close() throws OrtException {
    bias.close();
    results.close();
    session.close();
  }
}
