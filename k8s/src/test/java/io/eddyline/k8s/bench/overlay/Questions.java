package io.eddyline.k8s.bench.overlay;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentUser;
import io.eddyline.serving.overlay.ExcludedItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Users' queries over a version with newer rows: as serving ranks them, and as inputs of a run of
 * the graph, equal to those that serving makes of them.
 */
final class Questions implements AutoCloseable {
  private final List<CurrentQuery> queries = new ArrayList<>();
  private final Map<String, OnnxTensor> inputs = new HashMap<>();

  Questions(OrtEnvironment environment, CurrentModel current, List<String> users)
      throws OrtException {
    LoadedModel version = current.version();
    int size = users.size();
    int dimension = current.manifest().dimension();
    int slots = current.scoring().historyLength();
    float[][] vectors = new float[size][];
    long[][] rows = new long[size][slots];
    float[][] weights = new float[size][slots];
    float[][] neighbourWeights = new float[size][slots];
    int[][] seen = new int[size][];
    for (int b = 0; b < size; b++) {
      CurrentUser user = current.user(users.get(b));
      List<CurrentItem> all = user.history(current.items());
      List<CurrentItem> history = all.subList(0, Math.min(slots, all.size()));
      ExcludedItems excluded = new ExcludedItems(version);
      user.exclude(excluded);
      CurrentQuery query = CurrentQuery.of(current, user, history, new float[0], excluded);
      queries.add(query);
      seen[b] = version.users().seen(version.users().row(users.get(b)));
      vectors[b] = Arrays.copyOf(query.userVector(), dimension);
      for (int age = 0; age < history.size(); age++) {
        int row = history.get(age).row();
        boolean hasRow = row < current.items().ownCount();
        rows[b][age] = hasRow ? row : 0;
        neighbourWeights[b][age] = hasRow ? query.neighbourWeight(age) : 0;
        if (hasRow && current.items().own(row) != null) {
          weights[b][age] = query.historyWeight(age);
        } else {
          addInPlace(vectors[b], history.get(age).history(), query.historyWeight(age));
        }
      }
    }
    inputs.put(GraphNames.USER_ROW, OnnxTensor.createTensor(environment, new long[size]));
    inputs.put(GraphNames.USER_VECTOR, OnnxTensor.createTensor(environment, vectors));
    inputs.put(GraphNames.HISTORY_ROWS, OnnxTensor.createTensor(environment, rows));
    inputs.put(GraphNames.HISTORY_WEIGHTS, OnnxTensor.createTensor(environment, weights));
    inputs.put(
        GraphNames.NEIGHBOUR_WEIGHTS, OnnxTensor.createTensor(environment, neighbourWeights));
    inputs.put(GraphNames.EXCLUSIONS, OnnxTensor.createTensor(environment, padded(seen)));
  }

  private static void addInPlace(float[] sum, float[] other, float weight) {
    for (int at = 0; at < sum.length; at++) {
      sum[at] += weight * other[at];
    }
  }

  private static long[][] padded(int[][] rows) {
    int most = Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
    long[][] padded = new long[rows.length][Math.max(1, most)];
    for (int b = 0; b < rows.length; b++) {
      Arrays.fill(padded[b], -1);
      for (int at = 0; at < rows[b].length; at++) {
        padded[b][at] = rows[b][at];
      }
    }
    return padded;
  }

  /** As serving has them. */
  List<CurrentQuery> queries() {
    return queries;
  }

  /** All inputs but bias and k. */
  Map<String, OnnxTensor> inputs() {
    return inputs;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
  }
}
