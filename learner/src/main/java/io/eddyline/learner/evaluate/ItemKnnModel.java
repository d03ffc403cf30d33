package io.eddyline.learner.evaluate;

import java.util.Arrays;

/**
 * Streaming item-to-item neighbours: the baseline to beat.
 *
 * <pre>
 *   C[j][i] += pairDecay^k       j the k-th latest event of the user, both ways
 *   score(x) = sum_k historyDecay^k C[j_k][x] / ((n_jk + shrinkage)^a (n_x + shrinkage)^a)
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class ItemKnnModel implements StreamingModel {
  static final String NAME = "item-knn";

  private final EvaluationEvents events;
  private final ItemKnnSettings settings;
  private final CoCounts[] coCounts;
  private final int[] itemEvents;
  private final float[] normalisers;
  private final int[][] histories;
  private final int[] historySizes;

  ItemKnnModel(EvaluationEvents events, ItemKnnSettings settings) {
    this.events = events;
    this.settings = settings;
    this.coCounts = new CoCounts[events.itemCount()];
    Arrays.setAll(coCounts, item -> new CoCounts());
    this.itemEvents = new int[events.itemCount()];
    this.normalisers = new float[events.itemCount()];
    this.histories = new int[events.userCount()][];
    Arrays.fill(histories, new int[0]);
    this.historySizes = new int[events.userCount()];
  }

  @Override
  public void score(int user, int candidates, float[] scores) {
    Arrays.fill(scores, 0, candidates, 0);
    int size = historySizes[user];
    double weight = 1;
    for (int age = 0; age < Math.min(size, settings.historyLength()); age++) {
      int item = histories[user][size - 1 - age];
      coCounts[item].addScaledTo((float) (weight * normalisers[item]), scores);
      weight *= settings.historyDecay();
    }
    for (int item = 0; item < candidates; item++) {
      scores[item] *= normalisers[item];
    }
  }

  @Override
  public void train(int event) {
    int user = events.user(event);
    int item = events.item(event);
    int size = historySizes[user];
    double weight = 1;
    for (int age = 0; age < Math.min(size, settings.pairLength()); age++) {
      int other = histories[user][size - 1 - age];
      if (other != item) {
        coCounts[other].add(item, (float) weight);
        coCounts[item].add(other, (float) weight);
      }
      weight *= settings.pairDecay();
    }
    itemEvents[item]++;
    normalisers[item] =
        (float) Math.pow(itemEvents[item] + settings.shrinkage(), -settings.exponent());
    if (size == histories[user].length) {
      histories[user] = Arrays.copyOf(histories[user], Math.max(8, 2 * size));
    }
    histories[user][historySizes[user]++] = item;
  }
}
