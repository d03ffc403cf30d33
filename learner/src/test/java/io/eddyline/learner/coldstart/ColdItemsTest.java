package io.eddyline.learner.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.ReplicaFeed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ColdItemsTest {
  private static final int DIMENSION = 8;

  private final ColdStartSettings settings = ColdStartSettings.defaults();
  private final FirstVector first = new FirstVector(1, DIMENSION);
  private final ItemTable items = new ItemTable(first, new PopularityDecay(1000, 1000, 1));
  private final ItemReplica replica =
      new ItemReplica(first, new PopularityDecay(1000, 1000, 1), 1, id -> 0);
  private final ReplicaFeed feed = new ReplicaFeed(items, replica, 0, 1);
  private final AttributeIndex index = new AttributeIndex(settings, 1);
  private final ColdItems cold =
      new ColdItems(settings, first, items, replica, index, feed, id -> !id.startsWith("foreign"));

  @Test
  void newItemStandsWhereTheItemsOfItsAttributesStand() {
    trained("a", 0, "comedy");
    trained("b", 0, "comedy");
    trained("c", 3, "drama");
    index.put("new", Set.of("comedy"));

    assertThat(cold.sweep(10)).isEqualTo(1);

    assertThat(candidate("new")[0]).isGreaterThan(0.95f);
    assertThat(context("new")[1]).isEqualTo(0.5f, within(1e-5f));
    assertThat(items.updates(items.find("new"))).isEqualTo(1);
    assertThat(items.popularity(items.find("new"))).isZero();
    assertThat(replica.isCandidate(replica.find("new"))).isFalse();
  }

  @Test
  void severalValuesAreBlendedEvenly() {
    for (int k = 0; k < 5; k++) {
      trained("comedy" + k, 0, "comedy");
    }
    trained("drama", 3, "drama");
    index.put("new", Set.of("comedy", "drama", "unknown"));

    cold.welcome("new");

    assertThat(candidate("new")[0]).isCloseTo(candidate("new")[3], within(0.15f));
    assertThat(candidate("new")[0]).isGreaterThan(0.6f);
  }

  @Test
  void itemsOfTheSameAttributesDiffer() {
    trained("a", 0, "comedy");
    index.put("one", Set.of("comedy"));
    index.put("two", Set.of("comedy"));

    cold.sweep(10);

    assertThat(candidate("one")).isNotEqualTo(candidate("two"));
  }

  @Test
  void itemThatNothingSpeaksForGetsTheFirstVectorEverybodyKnows() {
    index.put("new", Set.of("nobody"));

    assertThat(cold.sweep(10)).isEqualTo(1);

    float[] expected = new float[DIMENSION];
    first.write("new", expected, 0);
    float[] actual = new float[DIMENSION];
    items.vectors().read(items.find("new"), actual);
    assertThat(actual).isEqualTo(expected);
    assertThat(cold.sweep(10)).isZero();
  }

  @Test
  void rowIsRenewedWhenTwiceAsManySpeakForIt() {
    trained("a", 0, "comedy");
    index.put("new", Set.of("comedy"));
    cold.sweep(10);
    assertThat(cold.sweep(10)).isZero();

    trained("b", 5, "comedy");
    assertThat(cold.sweep(10)).isEqualTo(1);

    trained("c", 5, "comedy");
    assertThat(cold.sweep(10)).isZero();
    assertThat(items.updates(items.find("new"))).isEqualTo(2);
  }

  @Test
  void firstTrainingStartsFromTheBlendAndEndsIt() {
    trained("a", 0, "comedy");
    index.put("new", Set.of("comedy"));
    int row = items.findOrAdd("new");

    cold.beforeTraining(row);
    assertThat(candidate("new")[0]).isGreaterThan(0.95f);
    items.countTrainedPair(row);
    long updates = items.updates(row);
    cold.beforeTraining(row);
    cold.welcome("new");

    assertThat(items.updates(row)).isEqualTo(updates);
    assertThat(index.members("comedy")).contains("new");
  }

  @Test
  void itemsOfOtherPartitionsAreTheirOwnersMatter() {
    trained("a", 0, "comedy");
    index.put("foreign", Set.of("comedy"));

    assertThat(cold.sweep(10)).isZero();
    assertThat(items.find("foreign")).isNegative();
  }

  @Test
  void sweepGoesOnWhereItStopped() {
    trained("a", 0, "comedy");
    for (int k = 0; k < 5; k++) {
      index.put("new" + k, Set.of("comedy"));
    }

    assertThat(cold.sweep(3) + cold.sweep(3)).isEqualTo(5);
  }

  @Test
  void itemThatLeftTheCatalogueGetsNoRow() {
    trained("a", 0, "comedy");
    index.put("new", Set.of("comedy"));
    index.remove("new");
    index.remove("never known");

    assertThat(cold.sweep(10)).isZero();
    assertThat(items.find("new")).isNegative();
    assertThat(items.find("never known")).isNegative();
  }

  @Test
  void newestItemOfALargeCatalogueIsTheFirstToGetItsRow() {
    for (int k = 0; k < 10_000; k++) {
      index.put("old" + k, Set.of("comedy"));
    }
    cold.sweep(5);
    index.put("new", Set.of("comedy"));

    cold.sweep(1);

    assertThat(items.find("new")).isNotNegative();
    assertThat(items.count()).isEqualTo(6);
  }

  @Test
  void restsOnceAllHasBeenLookedAtUntilSomethingChanges() {
    trained("a", 0, "comedy");
    index.put("new", Set.of("comedy"));
    index.put("foreign", Set.of("comedy"));
    assertThat(cold.hasWork()).isTrue();
    for (int sweep = 0; cold.hasWork(); sweep++) {
      assertThat(sweep).isLessThan(10);
      cold.sweep(1);
    }

    index.put("new", Set.of("comedy"));
    assertThat(cold.hasWork()).as("told what it knows").isFalse();
    index.put("newer", Set.of("comedy"));
    assertThat(cold.hasWork()).isTrue();
    cold.sweep(1);
    assertThat(items.find("newer")).isNotNegative();
  }

  @Test
  void rowThatExpiresLeavesNothingBehindAndIsNotGivenAgainAfterARestart() {
    ItemTable expiring =
        new ItemTable(first, new PopularityDecay(1000, 1000, 1), 50, new NeighbourLists(4, 0.99));
    ReplicaFeed expiringFeed = new ReplicaFeed(expiring, replica, 0, 1);
    ColdItems started =
        new ColdItems(settings, first, expiring, replica, index, expiringFeed, id -> true);
    index.put("unused", Set.of("comedy"));
    index.put("trained", Set.of("comedy"));
    assertThat(started.sweep(10)).isEqualTo(2);
    int trained = expiring.find("trained");
    started.beforeTraining(trained);
    expiring.countTrainedPair(trained);
    expiring.countLive(trained);
    assertThat(index.members("comedy")).containsExactly("trained");

    for (String id : List.of("unused", "trained")) {
      started.removed(expiring.find(id));
      expiring.remove(expiring.find(id));
    }
    assertThat(index.members("comedy")).isEmpty();
    assertThat(started.sweep(10)).isZero();

    started.close();
    ColdItems restarted =
        new ColdItems(settings, first, expiring, replica, index, expiringFeed, id -> true);
    assertThat(restarted.sweep(10)).isZero();
    assertThat(expiring.count()).isZero();
    index.put("new", Set.of("comedy"));
    assertThat(restarted.sweep(10)).as("what comes now is new").isEqualTo(1);
  }

  @Test
  void ownerThatLeavesTakesItsItemsAlong() {
    trained("a", 0, "comedy");
    cold.close();

    assertThat(index.members("comedy")).isEmpty();
    index.put("new", Set.of("comedy"));
    assertThat(cold.sweep(10)).as("nobody tells it any more").isZero();
  }

  @Test
  void restoredTableSpeaksForItsItemsAgain() {
    trained("a", 0, "comedy");
    AttributeIndex fresh = new AttributeIndex(settings, 1);
    ColdItems restarted = new ColdItems(settings, first, items, replica, fresh, feed, id -> true);
    fresh.put("a", Set.of("comedy"));
    fresh.put("new", Set.of("comedy"));

    restarted.sweep(10);

    assertThat(candidate("new")[0]).isGreaterThan(0.95f);
  }

  /** A trained item along one axis, with a context of half a unit along the next. */
  private void trained(String id, int axis, String value) {
    index.put(id, Set.of(value));
    int row = items.findOrAdd(id);
    float[] vector = new float[DIMENSION];
    vector[axis] = 2;
    items.vectors().write(row, vector);
    items.momenta().write(row, vector);
    float[] context = new float[DIMENSION];
    context[axis + 1] = 0.5f;
    items.contexts().write(row, context);
    items.countLive(row);
    items.countTrainedPair(row);
    items.changed(row);
    feed.changed(row);
    index.trained(id);
  }

  private float[] candidate(String id) {
    float[] vector = new float[DIMENSION];
    replica.readCandidate(replica.find(id), vector, 0);
    assertThat(VectorKernels.norm(vector, 0, DIMENSION)).isEqualTo(1, within(1e-5f));
    return vector;
  }

  private float[] context(String id) {
    float[] context = new float[DIMENSION];
    replica.readContext(replica.find(id), context);
    return context;
  }
}
