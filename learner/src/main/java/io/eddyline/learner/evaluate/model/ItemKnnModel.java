package io.eddyline.learner.evaluate.model;

import java.util.Arrays;

/**
 * Streaming item-to-item neighbours: the baseline to beat.
 *
 * <pre>
 *   C[j][i] += w pairDecay^k       j the k-th latest event of the user, both ways; w the event's weight
 *   score(x) = s sum_k historyDecay^k C[j_k][x] / ((n_jk + shrinkage)^a (n_x + shrinkage)^a)
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class ItemKnnModel implements StreamingModel {
  static final String NAME = "item-knn";

  private final ItemKnnSettings settings;
  private final CoCounts[] coCounts;
  private final int[] itemEvents;
  private final float[] normalisers;
  private final UserHistories histories;

  ItemKnnModel(StreamShape shape, ItemKnnSettings settings) {
    this.settings = settings;
    this.coCounts = new CoCounts[shape.itemCount()];
    Arrays.setAll(coCounts, item -> new CoCounts());
    this.itemEvents = new int[shape.itemCount()];
    this.normalisers = new float[shape.itemCount()];
    this.histories = new UserHistories(shape.userCount());
  }

  @Override
  public void score(int user, int candidates, float[] scores) {
    Arrays.fill(scores, 0, candidates, 0);
    int size = histories.size(user);
    double weight = settings.scoreScale();
    for (int age = 0; age < Math.min(size, settings.historyLength()); age++) {
      int item = histories.item(user, size, age);
      coCounts[item].addScaledTo((float) (weight * normalisers[item]), scores);
      weight *= settings.historyDecay();
    }
    for (int item = 0; item < candidates; item++) {
      scores[item] *= normalisers[item];
    }
  }

  @Override
  public void train(int user, int item, float weight, long timeMs) {
    if (weight <= 0) {
      return;
    }
    int size = histories.size(user);
    double pairWeight = weight;
    for (int age = 0; age < Math.min(size, settings.pairLength()); age++) {
      int other = histories.item(user, size, age);
      if (other != item) {
        coCounts[other].add(item, (float) pairWeight);
        coCounts[item].add(other, (float) pairWeight);
      }
      pairWeight *= settings.pairDecay();
    }
    itemEvents[item]++;
    normalisers[item] =
        (float) Math.pow(itemEvents[item] + settings.shrinkage(), -settings.exponent());
    histories.add(user, item);
  }
}
