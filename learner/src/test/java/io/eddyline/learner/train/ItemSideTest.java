package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ItemSideTest {
  private static final int[] NONE = {};

  private final LearnerSettings settings = LearnerFixture.settings(0);
  private final ItemTable items =
      new ItemTable(
          new FirstVector(1, LearnerFixture.DIMENSION), new PopularityDecay(1000, 100, 1));
  private final List<Integer> changed = new ArrayList<>();
  private final ItemSide side = new ItemSide(settings, items, changed::add, new Generator(2));
  private final int item = items.findOrAdd("item");

  @Test
  void livePairsMakePopularAndReplaysDoNot() {
    side.pair(item, "u", 1, key(0), NONE, 0, true);
    side.pair(item, "v", 1, key(1), NONE, 0, false);
    side.pair(item, "w", -1, key(2), NONE, 0, true);
    side.count(item);
    assertThat(items.livePairs()).isEqualTo(3);
    assertThat(items.popularity(item)).isBetween(1.99, 2.0);
    assertThat(items.trainedPairs(item)).isEqualTo(3);
    assertThat(items.updates(item)).isEqualTo(4);
    assertThat(changed).containsExactly(item, item, item, item);
  }

  @Test
  void aUserWhoHasTheItemIsNoNegative() {
    side.pair(item, "owner", 1, key(0), NONE, 0, true);
    float[] before = vector();
    side.pair(item, "other", 1, key(1), NONE, 0, true);
    assertThat(vector()).as("its only other user has it").isEqualTo(before);
    int second = items.findOrAdd("second");
    side.pair(second, "third", 1, key(2), new int[] {item}, 1, true);
    side.pair(item, "fourth", 1, key(3), NONE, 0, true);
    assertThat(vector()).as("third has it by his list").isEqualTo(before);
    side.pair(second, "fifth", 1, key(4), NONE, 0, true);
    side.pair(item, "sixth", 1, key(5), NONE, 0, true);
    assertThat(vector()).as("fifth does not have it").isNotEqualTo(before);
  }

  @Test
  void aNegativePairIsNotQueued() {
    side.pair(item, "u", -1, key(0), NONE, 0, true);
    assertThat(side.queue().count()).isZero();
  }

  @Test
  void skipsAndCountsAStepThatIsNotFinite() {
    float[] before = vector();
    float[] broken = key(0);
    broken[3] = Float.NaN;
    side.pair(item, "u", -1, broken, NONE, 0, true);
    broken[3] = Float.POSITIVE_INFINITY;
    side.follow(item, broken, 1, 1);
    assertThat(vector()).isEqualTo(before);
    assertThat(side.nonFiniteSteps()).isEqualTo(2);
  }

  private static float[] key(int axis) {
    float[] key = new float[LearnerFixture.DIMENSION];
    key[axis] = 1;
    return key;
  }

  private float[] vector() {
    float[] vector = new float[LearnerFixture.DIMENSION];
    items.vectors().read(item, vector);
    return vector;
  }
}
