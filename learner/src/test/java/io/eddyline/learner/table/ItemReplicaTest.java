package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ItemReplicaTest {
  private static final int DIMENSION = 8;
  private static final FirstVector FIRST = new FirstVector(3, DIMENSION);

  private final ItemReplica replica =
      new ItemReplica(FIRST, new PopularityDecay(100, 10, 2), 2, id -> id.length() % 2);

  @Test
  void knowsAnUntrainedItemByItsFirstVector() {
    int ordinal = replica.ordinalOf("a");
    float[] expected = new float[DIMENSION];
    FIRST.write("a", expected, 0);
    normalise(expected);
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

  @Test
  void aRetiredItemIsNoCandidateAndKeepsItsVectors() {
    int ordinal = replica.ordinalOf("ab");
    replica.apply(ordinal, image(1, 1, 1));
    assertThat(replica.isCandidate(ordinal)).isTrue();
    replica.retire("ab", false);
    assertThat(replica.find("ab")).isEqualTo(-1);
    assertThat(replica.isRetired(ordinal)).isTrue();
    assertThat(replica.isCandidate(ordinal)).isFalse();
    assertThat(replica.ownerOrdinalAt(ordinal, 0)).isEqualTo(-1);
    assertThat(key(ordinal)[0]).isEqualTo(1);
    assertThat(replica.id(ordinal)).isEqualTo("ab");
  }

  @Test
  void anOrdinalIsGivenAgainOnlyWhenEveryReaderIsPastIt() {
    int ordinal = replica.ordinalOf("ab");
    replica.apply(ordinal, image(1, 9, 1));
    try (ReplicaReader one = replica.addReader();
        ReplicaReader two = replica.addReader()) {
      one.startPass();
      replica.retire("ab", true);
      one.endPass();
      assertThat(replica.ordinalOf("x1")).as("retired after the pass began").isNotEqualTo(ordinal);
      one.startPass();
      one.endPass();
      assertThat(replica.ordinalOf("x2")).as("two may refer to it").isNotEqualTo(ordinal);
      assertThat(two.hasWork()).isTrue();
      two.startPass();
      two.endPass();
      assertThat(two.hasWork()).isFalse();
      assertThat(replica.ordinalOf("new")).isEqualTo(ordinal);
      assertThat(replica.id(ordinal)).isEqualTo("new");
      assertThat(replica.find("ab")).isEqualTo(-1);
      assertThat(replica.ownerPartition(ordinal)).isEqualTo(1);
      assertThat(replica.isCandidate(ordinal)).isFalse();
      float[] expected = new float[DIMENSION];
      FIRST.write("new", expected, 0);
      normalise(expected);
      assertThat(key(ordinal)).containsExactly(expected, within(1e-6f));
      assertThat(replica.apply(ordinal, image(1, 1, 2))).as("no version of another").isTrue();
    }
  }

  @Test
  void aClosedReaderHoldsNothingBack() {
    int ordinal = replica.ordinalOf("ab");
    ReplicaReader reader = replica.addReader();
    replica.retire("ab", false);
    assertThat(replica.ordinalOf("x")).isNotEqualTo(ordinal);
    reader.close();
    assertThat(replica.ordinalOf("y")).isEqualTo(ordinal);
  }

  @Test
  void anItemThatComesBackHasItsOrdinalAgain() {
    int ordinal = replica.ordinalOf("ab");
    replica.apply(ordinal, image(1, 5, 1));
    try (ReplicaReader reader = replica.addReader()) {
      replica.retire("ab", false);
      assertThat(replica.apply("ab", image(1, 5, 2))).as("the log is late").isFalse();
      assertThat(replica.isRetired(ordinal)).isTrue();
      assertThat(replica.apply("ab", image(1, 6, 2))).as("its next life").isTrue();
      assertThat(replica.find("ab")).isEqualTo(ordinal);
      reader.startPass();
      reader.endPass();
      assertThat(replica.ordinalOf("other")).as("it is in use").isNotEqualTo(ordinal);
    }
  }

  @Test
  void whatTheLogSaysAfterATombstoneIsNewer() {
    int ordinal = replica.ordinalOf("ab");
    replica.apply(ordinal, image(1, 6, 1));
    replica.retire("ab", true);
    assertThat(replica.apply("ab", image(1, 6, 3))).isTrue();
    assertThat(replica.find("ab")).isEqualTo(ordinal);
  }

  @Test
  void anItemThatNeverGetsARowIsRetiredAtTheAgeOfARow() {
    ItemReplica bounded =
        new ItemReplica(FIRST, new PopularityDecay(100, 10, 1), 1, id -> 0, 10, 0);
    int waiting = bounded.ordinalOf("waiting");
    int owned = bounded.ordinalOf("owned");
    bounded.apply(owned, image(1, 1, 1));
    bounded.advanceClock(0, 10);
    bounded.retireRowless(10);
    assertThat(bounded.isRetired(waiting)).isFalse();
    bounded.advanceClock(0, 11);
    bounded.retireRowless(10);
    assertThat(bounded.isRetired(waiting)).isTrue();
    assertThat(bounded.isRetired(owned)).isFalse();
  }

  private static ItemImage image(long epoch, long updates, float value) {
    ItemImage image = new ItemImage(DIMENSION);
    image.epoch = epoch;
    image.updates = updates;
    image.ordinal = 7;
    image.momentum[0] = value;
    image.vector[0] = value;
    image.context[1] = value;
    image.popularity = 1;
    return image;
  }

  private float[] key(int ordinal) {
    float[] key = new float[DIMENSION];
    replica.readKey(ordinal, key, 0);
    return key;
  }

  private float[] history(int ordinal) {
    float[] history = new float[DIMENSION];
    replica.addHistories(new float[] {1}, new int[] {ordinal}, 1, history);
    return history;
  }

  private static void normalise(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += value * value;
    }
    for (int k = 0; k < vector.length; k++) {
      vector[k] /= (float) Math.sqrt(squares);
    }
  }
}
