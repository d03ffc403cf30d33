package io.eddyline.serving.model;

import io.eddyline.schemas.config.Setting;

/** Threads that compute answers. Key: {@code serving.inference}. */
public record InferenceConfig(
    @Setting(
            about =
                "Threads that run the graph, one batch of requests each; as many as cores that"
                    + " serving may use.",
            defaultValue = "2",
            min = 1,
            max = 256)
        int workerThreads,
    @Setting(
            about =
                "Threads that ONNX Runtime uses within one request; 1 gives the highest throughput,"
                    + " more shorten single requests over large catalogues.",
            defaultValue = "1",
            min = 1,
            max = 256)
        int intraOpThreads,
    @Setting(
            about =
                "Requests that one run answers at most. A request never waits for others: a run"
                    + " takes those that came while all worker threads were busy. 1 switches"
                    + " batching off.",
            defaultValue = "16",
            min = 1,
            max = 1_024)
        int maxBatch) {
  private static final int MAX_THREADS = 256;
  private static final int MAX_BATCH = 1_024;

  public InferenceConfig {
    requireThreads("serving.inference.worker-threads", workerThreads);
    requireThreads("serving.inference.intra-op-threads", intraOpThreads);
    if (maxBatch < 1 || maxBatch > MAX_BATCH) {
      throw new IllegalArgumentException(
          "serving.inference.max-batch %d: expected 1 to %d".formatted(maxBatch, MAX_BATCH));
    }
  }

  /**
   * Requests that are worked on at a time: while each thread runs one batch, the next one is
   * gathered.
   */
  public int concurrentRequests() {
    return 2 * workerThreads * maxBatch;
  }

  private static void requireThreads(String key, int count) {
    if (count < 1 || count > MAX_THREADS) {
      throw new IllegalArgumentException(
          "%s %d: expected 1 to %d".formatted(key, count, MAX_THREADS));
    }
  }
}
