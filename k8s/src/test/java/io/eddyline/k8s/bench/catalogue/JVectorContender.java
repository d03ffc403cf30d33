package io.eddyline.k8s.bench.catalogue;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** JVector's graph on the heap over float32 vectors, with the degrees of its own examples. */
final class JVectorContender implements Contender {
  private static final int DEGREE = 32;
  private static final int BEAM = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;
  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;

  private final InnerProducts space;
  private final int searched;
  private final RandomAccessVectorValues vectors;
  private final ImmutableGraphIndex graph;
  private final GraphSearcher searcher;
  private final double buildSeconds;

  /**
   * @param searched candidates that a search keeps
   */
  private JVectorContender(
      InnerProducts space,
      int searched,
      RandomAccessVectorValues vectors,
      ImmutableGraphIndex graph,
      double buildSeconds) {
    this.space = space;
    this.searched = searched;
    this.vectors = vectors;
    this.graph = graph;
    this.searcher = new GraphSearcher(graph);
    this.buildSeconds = buildSeconds;
  }

  static JVectorContender build(InnerProducts space, int searched) {
    List<VectorFloat<?>> items = new ArrayList<>();
    for (float[] item : space.items()) {
      items.add(TYPES.createFloatVector(item));
    }
    RandomAccessVectorValues vectors = new ListRandomAccessVectorValues(items, space.dimension());
    long startNs = System.nanoTime();
    try (ForkJoinPool thread = new ForkJoinPool(1)) {
      GraphIndexBuilder builder =
          GraphIndexBuilder.builder(
                  BuildScoreProvider.randomAccessScoreProvider(vectors, SIMILARITY),
                  space.dimension(),
                  DEGREE)
              .withBeamWidth(BEAM)
              .withNeighborOverflow(OVERFLOW)
              .withAlpha(ALPHA)
              .withSimdExecutor(thread)
              .withParallelExecutor(thread)
              .build();
      ImmutableGraphIndex graph = builder.build(vectors);
      return new JVectorContender(
          space, searched, vectors, graph, (System.nanoTime() - startNs) / 1e9);
    }
  }

  /** The same graph, searched with another number of candidates. */
  JVectorContender searching(int candidates) {
    return new JVectorContender(space, candidates, vectors, graph, buildSeconds);
  }

  @Override
  public String name() {
    return "JVector, %d candidates".formatted(searched);
  }

  @Override
  public double buildSeconds() {
    return buildSeconds;
  }

  @Override
  public long bytes() {
    return space.bytes() + graph.ramBytesUsed();
  }

  @Override
  public int[] best(float[] query, int k) {
    VectorFloat<?> widened = TYPES.createFloatVector(space.query(query));
    SearchResult result =
        searcher.search(
            DefaultSearchScoreProvider.exact(widened, SIMILARITY, vectors),
            k,
            Math.max(k, searched),
            0,
            0,
            Bits.ALL);
    SearchResult.NodeScore[] nodes = result.getNodes();
    int[] rows = new int[nodes.length];
    for (int rank = 0; rank < rows.length; rank++) {
      rows[rank] = nodes[rank].node;
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    searcher.close();
  }
}
