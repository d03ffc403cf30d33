package io.eddyline.k8s.bench.catalogue;

import ai.onnxruntime.OrtException;

/** A graph, asked for vectors alone. */
final class GraphContender implements Contender {
  private final String name;
  private final GraphRun graph;
  private final double buildSeconds;
  private final long bytes;

  GraphContender(String name, GraphRun graph, double buildSeconds, long bytes) {
    this.name = name;
    this.graph = graph;
    this.buildSeconds = buildSeconds;
    this.bytes = bytes;
  }

  @Override
  public String name() {
    return name;
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
    try (GraphRun.Batch batch = graph.vectors(new float[][] {query}, k)) {
      return graph.run(batch)[0];
    }
  }

  @Override
  public void close() throws OrtException {
    graph.close();
  }
}
