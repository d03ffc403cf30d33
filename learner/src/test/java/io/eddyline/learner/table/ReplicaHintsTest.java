package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ReplicaHintsTest {
  private static final int DIMENSION = 4;
  private static final int NEIGHBOURS = 3;

  private final ItemReplica replica =
      new ItemReplica(
          new FirstVector(7, DIMENSION),
          new PopularityDecay(500, 50, 2),
          2,
          id -> 1,
          100,
          NEIGHBOURS);
  private final ReplicaHints hints = new ReplicaHints(replica, 2);

  @Test
  void hintIsTakenIfItIsNewer() {
    assertThat(hints.apply("a", image(5, 2))).isTrue();
    assertThat(hints.apply("a", image(5, 2))).isFalse();
    assertThat(hints.apply("a", image(4, 9))).isFalse();
    assertThat(hints.apply("a", image(5, 3))).isTrue();

    assertThat(replica.isCandidate(replica.find("a"))).isTrue();
    assertThat(replica.isNewer("a", 5, 3)).isFalse();
  }

  @Test
  void neighboursComeWithTheLogsRowOfTheHintsVersion() {
    int neighbour = replica.ordinalOf("b");
    hints.apply("a", image(5, 2));
    ItemImage logged = image(5, 2);
    logged.neighbourCount = 1;
    logged.neighbours[0] = neighbour;
    logged.neighbourCounts[0] = 2;

    assertThat(hints.hinted(1, 5)).isTrue();
    assertThat(hints.hinted(1, 4)).isFalse();
    assertThat(hints.hinted(0, 5)).isFalse();
    assertThat(replica.apply("a", logged)).as("newer").isFalse();
    hints.takeNeighbours("a", logged);

    int most = replica.neighbourhood().most(replica.find("a"));
    int[] found = new int[most];
    int count = replica.neighbourhood().read(replica.find("a"), found, new float[most]);
    assertThat(Arrays.copyOf(found, count)).containsExactly(neighbour);
  }

  @Test
  void retiredItemDoesNotComeBackByAHint() {
    hints.apply("a", image(5, 2));
    replica.retire("a", true);

    assertThat(hints.apply("a", image(5, 3))).isFalse();
    assertThat(replica.find("a")).isEqualTo(-1);
  }

  @Test
  void hintOfAPartitionThatTheModelDoesNotHaveIsPassedOver() {
    ItemImage foreign = image(5, 2);
    foreign.partition = 2;

    assertThat(hints.apply("a", foreign)).isFalse();
  }

  private static ItemImage image(long epoch, long updates) {
    ItemImage image = new ItemImage(DIMENSION);
    image.partition = 1;
    image.epoch = epoch;
    image.updates = updates;
    image.trainedPairs = 1;
    image.popularity = 1;
    image.vector[0] = 1;
    image.momentum[1] = 1;
    return image;
  }
}
