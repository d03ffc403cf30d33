package io.eddyline.learner.snapshot.gate;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.eddyline.learner.snapshot.Answers;
import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.OnnxEnvironment;
import io.eddyline.schemas.snapshot.Scoring;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a graph answers in ONNX Runtime, on one thread, one query at a time; weights are not packed
 * anew, as in {@link GraphSession}.
 *
 * <p>Threading: one thread. Closing frees all native memory.
 */
public final class OnnxAnswers implements Answers {
  private static final long[][] NOTHING_EXCLUDED = {{-1}};

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Scoring scoring;
  private final int items;
  private final OnnxTensor bias;
  private final OnnxTensor noUserVector;

  private OnnxAnswers(
      OrtEnvironment environment,
      OrtSession session,
      Scoring scoring,
      int dimension,
      float[] priors)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.scoring = scoring;
    this.items = priors.length;
    this.bias = OnnxTensor.createTensor(environment, priors);
    this.noUserVector = OnnxTensor.createTensor(environment, new float[1][dimension]);
  }

  /** See {@link Answers.Loader}. */
  public static OnnxAnswers load(Path model, Scoring scoring, int dimension, float[] priors) {
    OrtEnvironment environment = OnnxEnvironment.get(OrtEnvironment::getEnvironment);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.disable_prepacking", "1");
      OrtSession session = environment.createSession(model.toString(), options);
      return new OnnxAnswers(environment, session, scoring, dimension, priors);
    } catch (OrtException e) {
      throw failed(model.getFileName() + " does not load", e);
    }
  }

  @Override
  public List<int[]> best(List<Query> queries, int k) {
    List<int[]> best = new ArrayList<>();
    try {
      for (Query query : queries) {
        best.add(best(query, Math.min(k, items)));
      }
    } catch (OrtException e) {
      throw failed("a graph failed", e);
    }
    return best;
  }

  private int[] best(Query query, int k) throws OrtException {
    int count = Math.min(scoring.historyLength(), query.historyRows().size());
    int slots = Math.max(1, count);
    long[][] rows = new long[1][slots];
    float[][] weights = new float[1][slots];
    float[][] affinityWeights = new float[1][slots];
    for (int age = 0; age < count; age++) {
      rows[0][age] = query.historyRows().get(age);
    }
    scoring.coefficients(count, weights[0]);
    scoring.neighbourCoefficients(count, affinityWeights[0]);
    long[][] excluded = {query.excludedRows().stream().mapToLong(Integer::longValue).toArray()};
    if (excluded[0].length == 0) {
      excluded = NOTHING_EXCLUDED;
    }
    try (OnnxTensor user = OnnxTensor.createTensor(environment, new long[] {query.userRow()});
        OnnxTensor historyRows = OnnxTensor.createTensor(environment, rows);
        OnnxTensor historyWeights = OnnxTensor.createTensor(environment, weights);
        OnnxTensor neighbourWeights = OnnxTensor.createTensor(environment, affinityWeights);
        OnnxTensor exclusions = OnnxTensor.createTensor(environment, excluded);
        OnnxTensor results = OnnxTensor.createTensor(environment, new long[] {k});
        OrtSession.Result answer =
            session.run(
                Map.of(
                    GraphNames.USER_ROW, user,
                    GraphNames.USER_VECTOR, noUserVector,
                    GraphNames.HISTORY_ROWS, historyRows,
                    GraphNames.HISTORY_WEIGHTS, historyWeights,
                    GraphNames.NEIGHBOUR_WEIGHTS, neighbourWeights,
                    GraphNames.BIAS, bias,
                    GraphNames.EXCLUSIONS, exclusions,
                    GraphNames.K, results))) {
      return answered(answer);
    }
  }

  private static int[] answered(OrtSession.Result answer) {
    LongBuffer rows = tensor(answer, GraphNames.ITEM_ROWS).getLongBuffer();
    FloatBuffer scores = tensor(answer, GraphNames.SCORES).getFloatBuffer();
    int count = scores.remaining();
    while (count > 0 && scores.get(count - 1) == Float.NEGATIVE_INFINITY) {
      count--;
    }
    int[] answered = new int[count];
    for (int rank = 0; rank < count; rank++) {
      answered[rank] = (int) rows.get(rank);
    }
    return answered;
  }

  private static OnnxTensor tensor(OrtSession.Result answer, String name) {
    return (OnnxTensor) answer.get(name).orElseThrow();
  }

  private static EddylineException failed(String what, OrtException cause) {
    return new EddylineException(Action.RETRY, what + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    bias.close();
    noUserVector.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw failed("a session does not close", e);
    }
  }
}
