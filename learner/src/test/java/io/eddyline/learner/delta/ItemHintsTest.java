package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.ReplicaHints;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What one learner sends of its items, in the replica of another. */
final class ItemHintsTest {
  private static final int DIMENSION = 8;
  private static final long OTHER = DeltaBench.PUBLISHER + 1;

  private final DeltaBench bench = new DeltaBench();
  private final FirstVector first = new FirstVector(7, DIMENSION);
  private final PopularityDecay decay = new PopularityDecay(500, 50, 1);
  private final ItemTable items = new ItemTable(first, decay);
  private final SmallTable progress = new SmallTable(bench.tasks, 0, 1);
  private final ItemDeltas deltas = bench.tasks.add(items, DIMENSION, 0, 9, progress);
  private final ItemReplica replica = new ItemReplica(first, decay, 1, id -> 0);

  @Test
  void rowIsInTheReplicaBeforeItIsCommitted() {
    train("a");

    hear(OTHER);

    int ordinal = replica.find("a");
    assertThat(replica.isCandidate(ordinal)).isTrue();
    assertThat(replica.ownerOrdinal(ordinal)).isEqualTo(items.ordinal(items.find("a")));
    assertThat(replica.isNewer("a", 9, 1)).isFalse();
    assertThat(replica.isNewer("a", 9, 2)).isTrue();
    float[] candidate = new float[DIMENSION];
    replica.readCandidate(ordinal, candidate, 0);
    assertThat(candidate).startsWith(1, 0);
    assertThat(bench.count("eddyline.delta.hints")).isEqualTo(1);
  }

  @Test
  void ownRowsAreNoHints() {
    train("a");

    hear(DeltaBench.PUBLISHER);

    assertThat(replica.find("a")).isEqualTo(-1);
  }

  @Test
  void bytesThatAreNoneOfOursAreCountedAndPassedOver() {
    hints(OTHER, DIMENSION).take(new UnsafeBuffer(new byte[] {9, 9, 9, 9, 9}), 0, 5);

    assertThat(bench.count("eddyline.delta.unsound.hints")).isEqualTo(1);
  }

  @Test
  void rowOfAnotherDimensionIsPassedOver() {
    train("a");
    bench.tasks.beforePoll();
    bench.turn();

    for (byte[] batch : bench.sink.batches) {
      hints(OTHER, 4).take(new UnsafeBuffer(batch), 0, batch.length);
    }

    assertThat(bench.count("eddyline.delta.unsound.hints")).isEqualTo(1);
    assertThat(replica.find("a")).isEqualTo(-1);
  }

  private void train(String id) {
    int row = items.findOrAdd(id);
    float[] vector = new float[DIMENSION];
    vector[0] = 3;
    items.vectors().write(row, vector);
    items.countTrainedPair(row);
    items.changed(row);
    deltas.changed(row);
  }

  private void hear(long publisher) {
    bench.tasks.beforePoll();
    bench.turn();
    ItemHints hints = hints(publisher, DIMENSION);
    for (byte[] batch : bench.sink.batches) {
      hints.take(new UnsafeBuffer(batch), 0, batch.length);
    }
  }

  private ItemHints hints(long publisher, int dimension) {
    return new ItemHints(
        new ReplicaHints(replica, 1), dimension, new DeltaMetrics(bench.registry), publisher);
  }
}
