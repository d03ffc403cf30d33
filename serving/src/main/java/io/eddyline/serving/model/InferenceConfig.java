package io.eddyline.serving.model;

import io.eddyline.schemas.config.Setting;

/** Threads that compute answers. Key: {@code serving.inference}. */
public record InferenceConfig(
    @Setting(
            about =
                "Worker threads that run the graph, one request each; as many as cores that"
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
        int intraOpThreads) {
  private static final int MAX_THREADS = 256;

  public InferenceConfig {
    requireThreads("serving.inference.worker-threads", workerThreads);
    requireThreads("serving.inference.intra-op-threads", intraOpThreads);
  }

  private static void requireThreads(String key, int count) {
    if (count < 1 || count > MAX_THREADS) {
      throw new IllegalArgumentException(
          "%s %d: expected 1 to %d".formatted(key, count, MAX_THREADS));
    }
  }
}
