package io.eddyline.learner.table;

import static io.eddyline.learner.table.ReplicaImages.DIMENSION;
import static io.eddyline.learner.table.ReplicaImages.FIRST;
import static io.eddyline.learner.table.ReplicaImages.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How ordinals of the {@link ItemReplica} are retired, given again and given back. */
final class ItemReplicaRetirementTest {
  private final ItemReplica replica =
      new ItemReplica(FIRST, new PopularityDecay(100, 10, 2), 2, id -> id.length() % 2);

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
      float[] expected = ReplicaImages.firstKey("new");
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

  private float[] key(int ordinal) {
    float[] key = new float[DIMENSION];
    replica.readKey(ordinal, key, 0);
    return key;
  }
}
