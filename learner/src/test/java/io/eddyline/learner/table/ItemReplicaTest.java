package io.eddyline.learner.table;

import static io.eddyline.learner.table.ReplicaImages.DIMENSION;
import static io.eddyline.learner.table.ReplicaImages.FIRST;
import static io.eddyline.learner.table.ReplicaImages.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ItemReplicaTest {
  private final ItemReplica replica =
      new ItemReplica(FIRST, new PopularityDecay(100, 10, 2), 2, id -> id.length() % 2);

  @Test
  void knowsAnUntrainedItemByItsFirstVector() {
    int ordinal = replica.ordinalOf("a");
    float[] expected = ReplicaImages.firstKey("a");
    assertThat(key(ordinal)).containsExactly(expected, within(1e-6f));
    assertThat(history(ordinal)).containsExactly(expected, within(1e-6f));
    assertThat(replica.isCandidate(ordinal)).isFalse();
    assertThat(replica.popularity(ordinal)).isZero();
    assertThat(replica.ownerPartition(ordinal)).isEqualTo(1);
    assertThat(replica.ownerOrdinal(ordinal)).isEqualTo(-1);
    assertThat(replica.find("nothing")).isEqualTo(-1);
  }

  @Test
  void takesNewerVersionsOnly() {
    int ordinal = replica.ordinalOf("ab");
    assertThat(replica.apply(ordinal, image(2, 5, 1))).isTrue();
    assertThat(replica.apply(ordinal, image(2, 5, 2))).as("same version").isFalse();
    assertThat(replica.apply(ordinal, image(2, 4, 3))).as("older count").isFalse();
    assertThat(replica.apply(ordinal, image(1, 9, 4))).as("older epoch").isFalse();
    assertThat(key(ordinal)[0]).isEqualTo(1);
    assertThat(replica.apply(ordinal, image(3, 1, -5))).as("newer epoch").isTrue();
    assertThat(key(ordinal)[0]).isEqualTo(-1);
    assertThat(history(ordinal)[1]).as("key plus context").isEqualTo(-5);
    assertThat(replica.ownerOrdinal(ordinal)).isEqualTo(7);
    assertThat(replica.ownerOrdinalAt(ordinal, 0)).isEqualTo(7);
    assertThat(replica.ownerOrdinalAt(ordinal, 1)).isEqualTo(-1);
  }

  @Test
  void aTablesRowSaysWhatItsImageSays() {
    ItemTable table =
        new ItemTable(FIRST, new PopularityDecay(100, 10, 2), 0, new NeighbourLists(0, 1));
    int row = table.findOrAdd("ab");
    ItemReplica byImage =
        new ItemReplica(FIRST, new PopularityDecay(100, 10, 2), 2, id -> id.length() % 2);
    int ordinal = replica.ordinalOf("ab");
    int imageOrdinal = byImage.ordinalOf("ab");
    Generator random = new Generator(5);
    for (int change = 0; change < 20; change++) {
      float[] values = new float[DIMENSION];
      for (int k = 0; k < DIMENSION; k++) {
        values[k] = (float) random.nextGaussian();
      }
      table.vectors().write(row, values);
      table.momenta().blend(row, 0.5f, table.vectors());
      table.contexts().write(row, values);
      if (change % 3 == 1) {
        table.countLive(row);
      } else if (change % 3 == 2) {
        table.countUnpopular();
      }
      table.changed(row);
      replica.writes().apply(ordinal, table, row, 0, 7);
      ItemImage image = new ItemImage(DIMENSION);
      table.read(row, image);
      image.epoch = 7;
      byImage.apply(imageOrdinal, image);
      replica.refreshPriors();
      byImage.refreshPriors();

      assertThat(key(ordinal)).as("change %d", change).isEqualTo(key(byImage, imageOrdinal));
      assertThat(history(ordinal)).isEqualTo(history(byImage, imageOrdinal));
      assertThat(candidate(replica, ordinal)).isEqualTo(candidate(byImage, imageOrdinal));
      assertThat(replica.popularity(ordinal)).isEqualTo(byImage.popularity(imageOrdinal));
      assertThat(replica.isCandidate(ordinal)).isEqualTo(byImage.isCandidate(imageOrdinal));
      assertThat(replica.ownerOrdinal(ordinal)).isEqualTo(byImage.ownerOrdinal(imageOrdinal));
      assertThat(priors(replica)).isEqualTo(priors(byImage));
    }
    assertThat(replica.apply(ordinal, image(7, table.updates(row), 1)))
        .as("same version")
        .isFalse();
  }

  private static float[] priors(ItemReplica replica) {
    float[] priors = new float[1];
    replica.readPriors(1, priors);
    return priors;
  }

  private static float[] candidate(ItemReplica replica, int ordinal) {
    float[] candidate = new float[DIMENSION];
    replica.readCandidate(ordinal, candidate, 0);
    return candidate;
  }

  @Test
  void priorsDecayWithTheClockOfTheOwner() {
    int ordinal = replica.ordinalOf("ab");
    int unseen = replica.ordinalOf("cd");
    ItemImage image = image(1, 1, 1);
    image.popularity = 4;
    image.popularityClock = 10;
    replica.apply(ordinal, image);
    float[] priors = new float[2];
    replica.readPriors(2, priors);
    assertThat(priors[ordinal]).isCloseTo((float) Math.log(4.5), within(1e-6f));
    assertThat(priors[unseen]).isEqualTo(Float.NEGATIVE_INFINITY);
    replica.advanceClock(0, 60);
    replica.advanceClock(0, 20);
    replica.advanceClock(1, 1000);
    replica.refreshPriors();
    replica.readPriors(2, priors);
    assertThat(priors[ordinal]).isCloseTo((float) Math.log(2.5), within(1e-6f));
    assertThat(priors[unseen]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(replica.isCandidate(ordinal)).isTrue();
  }

  @Test
  void refreshedPriorsAreThoseOfARowThatJustChanged() {
    int count = 1500;
    for (int item = 0; item < count; item++) {
      ItemImage image = image(1, 1, 1);
      image.popularity = item / 10.0;
      image.trend = item / 40.0;
      image.popularityClock = 7L * item;
      replica.apply(replica.ordinalOf("i" + item), image);
    }
    replica.advanceClock(0, 20_000);
    replica.refreshPriors();
    float[] priors = new float[count];
    float[] trendPriors = new float[count];
    replica.readPriors(count, priors);
    replica.readTrendPriors(count, trendPriors);
    PopularityDecay decay = new PopularityDecay(100, 10, 2);
    for (int item = 1; item < count; item += 17) {
      long age = 20_000 - 7L * item;
      double popularity = decay.popularity(item / 10.0, age);
      double trend = decay.trend(item / 40.0, age);
      assertThat(priors[item]).isCloseTo((float) Math.log(popularity + 0.5), within(1e-5f));
      assertThat(trendPriors[item]).isCloseTo((float) Math.log(trend + 0.5), within(1e-5f));
    }
  }

  @Test
  void collectsTheOwnersOrdinalsOfTheLatestItems() {
    SeenSet seen = new SeenSet(SeenSet.BLOCK_ITEMS);
    int here = replica.ordinalOf("ab");
    int untrained = replica.ordinalOf("cd");
    int elsewhere = replica.ordinalOf("a");
    int event = replica.ordinalOf("ef");
    int older = replica.ordinalOf("gh");
    for (int item : new int[] {older, here, untrained, elsewhere, event}) {
      seen.add(item);
    }
    replica.apply(here, image(1, 1, 1));
    ItemImage other = image(1, 1, 1);
    other.ordinal = 9;
    replica.apply(older, other);
    other.ordinal = 11;
    replica.apply(event, other);
    int[] target = new int[3];
    assertThat(replica.collectOwnerOrdinals(seen, 0, event, target)).isEqualTo(2);
    assertThat(target).startsWith(7, 9);
    assertThat(replica.collectOwnerOrdinals(seen, 0, event, new int[1])).isEqualTo(1);
    assertThat(replica.collectOwnerOrdinals(seen, 1, event, target)).isZero();
  }

  @Test
  void feedMirrorsTheTable() {
    ItemTable items = new ItemTable(FIRST, new PopularityDecay(100, 10, 2));
    ReplicaFeed feed = new ReplicaFeed(items, replica, 1, 4);
    replica.ordinalOf("elsewhere");
    int row = items.findOrAdd("a");
    items.momenta().write(row, new float[] {0, 3, 0, 0, 0, 0, 0, 0});
    items.countLive(row);
    items.changed(row);
    feed.changed(row);
    int ordinal = replica.find("a");
    assertThat(key(ordinal)).containsExactly(0, 1, 0, 0, 0, 0, 0, 0);
    assertThat(replica.popularity(ordinal)).isEqualTo(1);
    assertThat(replica.ownerOrdinal(ordinal)).isEqualTo(row);
    items.contexts().write(row, new float[] {0, 0, 0, 2, 0, 0, 0, 0});
    items.changed(row);
    feed.contextChanged(row);
    assertThat(key(ordinal)).containsExactly(0, 1, 0, 0, 0, 0, 0, 0);
    assertThat(history(ordinal)).containsExactly(0, 1, 0, 2, 0, 0, 0, 0);
  }

  @Test
  void contextOfARowThatTheReplicaMissedBringsTheWholeRow() {
    ItemTable items = new ItemTable(FIRST, new PopularityDecay(100, 10, 2));
    ReplicaFeed feed = new ReplicaFeed(items, replica, 1, 4);
    int row = items.findOrAdd("a");
    items.momenta().write(row, new float[] {0, 3, 0, 0, 0, 0, 0, 0});
    items.changed(row);
    items.contexts().write(row, new float[] {0, 0, 0, 2, 0, 0, 0, 0});
    items.changed(row);
    feed.contextChanged(row);
    assertThat(history(replica.find("a"))).containsExactly(0, 1, 0, 2, 0, 0, 0, 0);
  }

  @Test
  void threadsAgreeOnOrdinals() throws Exception {
    int items = 5000;
    List<Future<int[]>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        results.add(
            threads.submit(
                () -> {
                  int[] ordinals = new int[items];
                  for (int k = 0; k < items; k++) {
                    ordinals[k] = replica.ordinalOf("item-" + k);
                    assertThat(history(ordinals[k])).isNotEqualTo(new float[DIMENSION]);
                  }
                  return ordinals;
                }));
      }
    }
    for (Future<int[]> result : results) {
      assertThat(result.get()).isEqualTo(results.get(0).get()).doesNotHaveDuplicates();
    }
    assertThat(replica.size()).isEqualTo(items);
    for (int k = 0; k < items; k++) {
      assertThat(replica.id(results.get(0).get()[k])).isEqualTo("item-" + k);
    }
  }

  private float[] key(int ordinal) {
    return key(replica, ordinal);
  }

  private static float[] key(ItemReplica replica, int ordinal) {
    float[] key = new float[DIMENSION];
    replica.readKey(ordinal, key, 0);
    return key;
  }

  private float[] history(int ordinal) {
    return history(replica, ordinal);
  }

  private static float[] history(ItemReplica replica, int ordinal) {
    float[] history = new float[DIMENSION];
    replica.addHistories(new float[] {1}, new int[] {ordinal}, 1, history);
    return history;
  }
}
