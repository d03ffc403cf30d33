package io.eddyline.k8s.bench.catalogue;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.learner.table.Neighbourhood;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of a learner in one process: all items, and the users with a history, up to a number.
 */
final class TrainedRows implements SnapshotSource {
  private final LocalLearner learner;
  private final LearnerSettings settings;
  private final int[] users;
  private final int[][] neighbours;
  private final float[][] affinities;
  private final float[] context;

  TrainedRows(LocalLearner learner, LearnerSettings settings, int maxUsers) {
    this.learner = learner;
    this.settings = settings;
    this.context = new float[settings.dimension()];
    this.users =
        IntStream.range(0, learner.users().size())
            .filter(row -> learner.users().holds(row) && learner.users().histories().size(row) > 1)
            .limit(maxUsers)
            .toArray();
    this.neighbours = new int[itemCount()][neighbourCount()];
    this.affinities = new float[itemCount()][neighbourCount()];
    for (int item = 0; item < itemCount(); item++) {
      findNeighbours(item);
    }
  }

  private void findNeighbours(int item) {
    Neighbourhood neighbourhood = learner.replica().neighbourhood();
    int[] others = new int[neighbourhood.most(item)];
    float[] counts = new float[others.length];
    int found = neighbourhood.read(item, others, counts);
    Map<Integer, Float> visits = new HashMap<>();
    for (int k = 0; k < found; k++) {
      visits.merge(others[k], counts[k], Float::sum);
    }
    Map<Integer, Float> affinityOf = new HashMap<>();
    float factor = Scoring.affinityFactor((float) popularity(item));
    visits.forEach(
        (other, count) ->
            affinityOf.put(
                other,
                (float) Math.sqrt(count)
                    * factor
                    * Scoring.affinityFactor((float) popularity(other))));
    List<Integer> best =
        affinityOf.keySet().stream()
            .sorted(
                Comparator.comparingDouble((Integer other) -> -affinityOf.getOrDefault(other, 0f)))
            .limit(neighbourCount())
            .toList();
    for (int at = 0; at < best.size(); at++) {
      neighbours[item][at] = best.get(at);
      affinities[item][at] = affinityOf.getOrDefault(best.get(at), 0f);
    }
  }

  @Override
  public int dimension() {
    return settings.dimension();
  }

  @Override
  public int itemCount() {
    return learner.replica().size();
  }

  @Override
  public String itemId(int item) {
    return learner.replica().id(item);
  }

  @Override
  public void candidateVector(int item, float[] vector) {
    learner.replica().readCandidate(item, vector, 0);
    VectorKernels.normalizeInto(vector, 0, vector, 0, vector.length);
  }

  @Override
  public void historyVector(int item, float[] vector) {
    learner.replica().readKey(item, vector, 0);
    learner.replica().readContext(item, context);
    VectorKernels.addScaled(1, context, 0, vector, 0, vector.length);
  }

  @Override
  public double popularity(int item) {
    return learner.replica().popularity(item);
  }

  @Override
  public double trend(int item) {
    return popularity(item);
  }

  @Override
  public int neighbourCount() {
    return settings.neighbours().length();
  }

  @Override
  public void neighbours(int item, int[] rows, float[] values) {
    System.arraycopy(neighbours[item], 0, rows, 0, rows.length);
    System.arraycopy(affinities[item], 0, values, 0, values.length);
  }

  @Override
  public int userCount() {
    return users.length;
  }

  @Override
  public String userId(int user) {
    return learner.users().id(users[user]);
  }

  @Override
  public void userVector(int user, float[] vector) {
    learner.users().vectors().read(users[user], vector);
  }

  @Override
  public int[] history(int user) {
    int[] items = new int[settings.historyLength()];
    int count = learner.users().histories().copy(users[user], -1, items);
    return Arrays.copyOf(items, count);
  }

  @Override
  public int[] seen(int user) {
    var seen = learner.users().seen(users[user]);
    return IntStream.range(0, seen.size()).map(seen::item).toArray();
  }

  @Override
  public List<CatalogueEntry> catalogue() {
    return List.of();
  }
}
