package io.eddyline.serving.bench;

import io.eddyline.serving.rerank.Picks;
import io.eddyline.serving.rerank.Pool;
import io.eddyline.serving.rerank.Reranker;
import io.eddyline.serving.rerank.Reranking;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Ten places by maximal marginal relevance, by noise, and by both. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RearrangingBenchmark {
  private static final int DIMENSION = 64;
  private static final int PLACES = 10;

  /** Items that are rearranged. */
  @Param({"100", "500"})
  public int pool;

  private final Reranking diverse = new Reranking(0.3, 0, 0);
  private final Reranking explored = new Reranking(0, 0.5, 7);

  @SuppressWarnings("NullAway.Init") // made before the first call
  private Candidates candidates;

  /** Candidates in arrays; scores fall by rank. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Candidates(float[][] vectors) implements Pool {
    @Override
    public int size() {
      return vectors.length;
    }

    @Override
    public float score(int rank) {
      return -0.01f * rank;
    }

    @Override
    public int row(int rank) {
      return rank;
    }

    @Override
    public float[] vector(int rank) {
      return vectors[rank];
    }
  }

  @Setup(Level.Trial)
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    float[][] vectors = new float[pool][DIMENSION];
    for (float[] vector : vectors) {
      double squares = 0;
      for (int at = 0; at < DIMENSION; at++) {
        vector[at] = (float) random.nextGaussian();
        squares += vector[at] * vector[at];
      }
      for (int at = 0; at < DIMENSION; at++) {
        vector[at] /= (float) Math.sqrt(squares);
      }
    }
    candidates = new Candidates(vectors);
  }

  @Benchmark
  public Picks diversity() {
    return Reranker.pick(candidates, diverse, PLACES);
  }

  @Benchmark
  public Picks exploration() {
    return Reranker.pick(candidates, explored, PLACES);
  }
}
