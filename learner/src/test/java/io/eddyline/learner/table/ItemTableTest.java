package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ItemTableTest {
  private static final FirstVector FIRST = new FirstVector(3, 8);

  @Test
  void startsAnItemAtItsFirstVector() {
    ItemTable items = new ItemTable(FIRST, new PopularityDecay(100, 10, 1));
    int row = items.findOrAdd("a");
    float[] expected = new float[8];
    FIRST.write("a", expected, 0);
    float[] actual = new float[8];
    items.vectors().read(row, actual);
    assertThat(actual).containsExactly(expected);
    items.momenta().read(row, actual);
    assertThat(actual).containsExactly(expected);
    items.contexts().read(row, actual);
    assertThat(actual).containsOnly(0);
    assertThat(items.dirtyCount()).isEqualTo(1);
  }

  @Test
  void firstVectorsDependOnSeedAndIdAlone() {
    float[] vector = new float[10];
    float[] again = new float[10];
    FIRST.write("a", vector, 1);
    new FirstVector(3, 8).write("a", again, 1);
    assertThat(again).containsExactly(vector);
    FIRST.write("b", again, 1);
    assertThat(again).isNotEqualTo(vector);
    new FirstVector(4, 8).write("a", again, 1);
    assertThat(again).isNotEqualTo(vector);
  }

  @Test
  void popularityHalvesInTheHalfLifeOfTheWholeStream() {
    ItemTable items = new ItemTable(FIRST, new PopularityDecay(100, 10, 4));
    int popular = items.findOrAdd("popular");
    int other = items.findOrAdd("other");
    items.countLive(popular);
    assertThat(items.popularity(popular)).isEqualTo(1);
    for (int k = 0; k < 25; k++) {
      items.countLive(other);
    }
    assertThat(items.popularity(popular)).isCloseTo(0.5, within(1e-9));
    items.countUnpopular();
    assertThat(items.livePairs()).isEqualTo(27);
  }

  @Test
  void restoresRowsInAnyOrder() {
    ItemTable original = new ItemTable(FIRST, new PopularityDecay(100, 10, 1));
    for (String id : new String[] {"a", "b", "c"}) {
      int row = original.findOrAdd(id);
      original.countLive(row);
      original.changed(row);
      original.vectors().setAccumulator(row, row + 1);
      original.contexts().write(row, new float[] {row, 1, 2, 3, 4, 5, 6, 7});
    }
    ItemTable restored = new ItemTable(FIRST, new PopularityDecay(100, 10, 1));
    for (String id : new String[] {"c", "a", "b", "a"}) {
      ItemImage image = new ItemImage(8);
      original.read(original.find(id), image);
      restored.restore(id, image);
    }
    restored.restored(original.livePairs(), 0, 0);
    assertThat(restored.size()).isEqualTo(3);
    for (String id : new String[] {"a", "b", "c"}) {
      ItemImage expected = new ItemImage(8);
      ItemImage actual = new ItemImage(8);
      original.read(original.find(id), expected);
      restored.read(restored.find(id), actual);
      assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
      assertThat(restored.popularity(restored.find(id)))
          .isEqualTo(original.popularity(original.find(id)));
    }
    assertThat(restored.dirtyCount()).isZero();
  }

  @Test
  void newItemHasNothingOfTheOneWhoseRowItTakesAlsoWhereThatWasRestored() {
    ItemTable items =
        new ItemTable(FIRST, new PopularityDecay(100, 10, 1), 50, new NeighbourLists(4, 0.99));
    ItemImage dead = new ItemImage(8);
    Arrays.fill(dead.context, 1);
    dead.accumulator = 9;
    dead.contextAccumulator = 9;
    dead.popularity = 2;
    dead.trend = 2;
    dead.popularityClock = 3;
    dead.trainedPairs = 1;
    items.restore("dead", dead);
    items.restored(10, 1, 1);
    items.remove(items.find("dead"));
    int row = items.findOrAdd("new");
    assertThat(row).as("the row is used again").isZero();

    ItemImage image = new ItemImage(8);
    items.read(row, image);

    assertThat(image.context).containsOnly(0);
    assertThat(image.accumulator).isZero();
    assertThat(image.contextAccumulator).isZero();
    assertThat(image.popularity).isZero();
    assertThat(image.trend).isZero();
    assertThat(image.popularityClock).isZero();
    assertThat(image.trainedPairs).isZero();
  }
}
