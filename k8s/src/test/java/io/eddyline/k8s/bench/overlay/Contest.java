package io.eddyline.k8s.bench.overlay;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import io.eddyline.k8s.bench.overlay.BlockGraph.Join;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentRanking;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.Terms;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Both ways over the same version, rows and queries, one after the other:
 *
 * <pre>
 *   merge   the version's own graph in ONNX Runtime, asked for {@value #MERGED_FROM}; and the processor time that
 *           the asking thread takes for the rest of {@link CurrentModel#rank}, less what it takes with nothing laid
 *   block   a {@link BlockGraph} in ONNX Runtime, asked for {@value #RESULTS}; the block stands ready outside the heap
 * </pre>
 *
 * <p>All graphs have one thread and ONNX Runtime's usual options. Lists that differ end the run.
 */
final class Contest implements AutoCloseable {
  private static final int RESULTS = 10;
  /* What serving asks for when rows are laid. */
  private static final int MERGED_FROM = 18;
  private static final int PREPARED = 8;
  private static final int WARM_UP = 64;
  private static final int QUERIES = 1_024;
  private static final float TOLERANCE = 1e-3f;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final CurrentModel current;
  private final CurrentModel bare;
  private final OrtSession own;
  private final Map<Join, OrtSession> sessions = new EnumMap<>(Join.class);
  private final Map<Join, Block> blocks = new EnumMap<>(Join.class);
  private final OnnxTensor bias;
  private final OnnxTensor fewer;
  private final OnnxTensor more;

  Contest(Path folder, CurrentModel current) throws OrtException {
    this.current = current;
    this.bare = Overlay.bare(current.version());
    this.own = session(folder.resolve(SnapshotFiles.MODEL));
    for (Join join : Join.values()) {
      sessions.put(join, session(BlockGraph.file(folder, join)));
      blocks.put(join, new Block(environment, current, join));
    }
    this.bias = OnnxTensor.createTensor(environment, bias(current), itemShape(current));
    this.fewer = OnnxTensor.createTensor(environment, new long[] {RESULTS});
    this.more = OnnxTensor.createTensor(environment, new long[] {MERGED_FROM});
  }

  private static long[] itemShape(CurrentModel current) {
    return new long[] {current.items().ownCount()};
  }

  private OrtSession session(Path graph) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return environment.createSession(graph.toString(), options);
    }
  }

  /** The version's bias with what is laid hidden. */
  private static FloatBuffer bias(CurrentModel current) {
    LoadedModel version = current.version();
    int count = version.items().count();
    FloatBuffer bias =
        ByteBuffer.allocateDirect(count * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int row = 0; row < count; row++) {
      boolean shown = version.items().isAvailable(row) && current.items().own(row) != null;
      bias.put(row, shown ? version.items().priors().prior(row) : Float.NEGATIVE_INFINITY);
    }
    return bias;
  }

  /** Measures and prints a row of the table. */
  void print(int round, int laid, int batch, int users) throws OrtException {
    List<Questions> questions = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(batch);
    for (int at = 0; at < PREPARED; at++) {
      List<String> names =
          IntStream.range(0, batch).mapToObj(_ -> "u" + random.nextInt(users)).toList();
      questions.add(new Questions(environment, current, names));
    }
    requireSame(questions);
    double graph = graphUs(own, questions, Map.of(), laid == 0 ? fewer : more, batch);
    double merge =
        laid == 0 ? 0 : Math.max(0, askerUs(current, questions) - askerUs(bare, questions));
    Map<Join, Double> joined = new EnumMap<>(Join.class);
    for (Join join : Join.values()) {
      joined.put(join, graphUs(session(join), questions, block(join).inputs(), fewer, batch));
    }
    System.out.printf(
        Locale.ROOT,
        "| %d | %,d | %d | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
        round,
        laid,
        batch,
        graph,
        merge,
        graph + merge,
        joined.get(Join.SCORES),
        joined.get(Join.BEST));
    questions.forEach(Questions::close);
  }

  private OrtSession session(Join join) {
    return Objects.requireNonNull(sessions.get(join));
  }

  private Block block(Join join) {
    return Objects.requireNonNull(blocks.get(join));
  }

  private Map<String, OnnxTensor> inputs(
      Questions questions, Map<String, OnnxTensor> more, OnnxTensor k) {
    Map<String, OnnxTensor> inputs = new HashMap<>(questions.inputs());
    inputs.putAll(more);
    inputs.put(GraphNames.BIAS, bias);
    inputs.put(GraphNames.K, k);
    return inputs;
  }

  /** Median time of a run, a query of it. */
  private double graphUs(
      OrtSession session,
      List<Questions> questions,
      Map<String, OnnxTensor> more,
      OnnxTensor k,
      int batch)
      throws OrtException {
    List<Map<String, OnnxTensor>> prepared = new ArrayList<>();
    for (Questions each : questions) {
      prepared.add(inputs(each, more, k));
    }
    long[] timesNs = new long[Math.max(PREPARED, QUERIES / batch)];
    for (int run = -Math.max(PREPARED, WARM_UP / batch); run < timesNs.length; run++) {
      long startNs = System.nanoTime();
      session.run(prepared.get(Math.floorMod(run, PREPARED))).close();
      if (run >= 0) {
        timesNs[run] = System.nanoTime() - startNs;
      }
    }
    Arrays.sort(timesNs);
    return timesNs[timesNs.length / 2] / 1e3 / batch;
  }

  /** Mean processor time of the thread that asks; the graph runs on another one. */
  private double askerUs(CurrentModel model, List<Questions> questions) {
    int asked = 0;
    long spentNs = 0;
    for (int run = -WARM_UP; asked < QUERIES; run++) {
      for (CurrentQuery query : questions.get(Math.floorMod(run, PREPARED)).queries()) {
        long startNs = threads.getCurrentThreadCpuTime();
        CurrentRanking _ = model.rank(query, Terms.ORDINARY, RESULTS);
        if (run >= 0) {
          spentNs += threads.getCurrentThreadCpuTime() - startNs;
          asked++;
        }
      }
    }
    return spentNs / 1e3 / asked;
  }

  /** Both ways answer the same lists; what differs by rounding alone may change places. */
  private void requireSame(List<Questions> questions) throws OrtException {
    for (Questions each : questions) {
      for (Join join : Join.values()) {
        try (OrtSession.Result result =
            session(join).run(inputs(each, block(join).inputs(), fewer))) {
          long[][] rows = (long[][]) result.get(GraphNames.ITEM_ROWS).orElseThrow().getValue();
          float[][] scores = (float[][]) result.get(GraphNames.SCORES).orElseThrow().getValue();
          for (int b = 0; b < rows.length; b++) {
            CurrentRanking merged = current.rank(each.queries().get(b), Terms.ORDINARY, RESULTS);
            requireSame(join, merged, rows[b], scores[b]);
          }
        }
      }
    }
  }

  private void requireSame(Join join, CurrentRanking merged, long[] rows, float[] scores) {
    for (int rank = 0; rank < RESULTS; rank++) {
      String expected = merged.item(rank).id();
      String answered = block(join).id(current, rows[rank]);
      boolean near = Math.abs(merged.score(rank) - scores[rank]) < TOLERANCE;
      boolean moved =
          rank + 1 == RESULTS
              || merged.score(rank) - merged.score(rank + 1) < TOLERANCE
              || (rank > 0 && merged.score(rank - 1) - merged.score(rank) < TOLERANCE);
      if (!near || !(answered.equals(expected) || moved)) {
        throw new IllegalStateException(
            "%s answers %s (%f) at rank %d, the merge %s (%f)"
                .formatted(join, answered, scores[rank], rank, expected, merged.score(rank)));
      }
    }
  }

  @Override
  public void close() throws OrtException {
    blocks.values().forEach(Block::close);
    for (OrtSession session : sessions.values()) {
      session.close();
    }
    own.close();
    bias.close();
    fewer.close();
    more.close();
  }
}
