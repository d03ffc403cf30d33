package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.topic.Partitions;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CanarySharePropertyTest {
  @Property
  void whoIsInStaysInWhenTheShareGrows(
      @ForAll @StringLength(min = 1) String key,
      @ForAll String salt,
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    boolean inSmaller = new CanaryShare(Math.min(one, other), salt).holds(key);
    boolean inLarger = new CanaryShare(Math.max(one, other), salt).holds(key);
    assertThat(inLarger || !inSmaller).isTrue();
    assertThat(new CanaryShare(1, salt).holds(key)).isTrue();
    assertThat(new CanaryShare(0, salt).holds(key)).isFalse();
  }

  @Property(tries = 50)
  void holdsItsShareOfTheUsersInEveryPartition(
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double share,
      @ForAll @IntRange(max = 1_000_000) int salt) {
    CanaryShare canary = new CanaryShare(share, Integer.toString(salt));
    int[] users = new int[4];
    int[] in = new int[4];
    for (int user = 0; user < 8_000; user++) {
      int partition = Partitions.of("user-" + user, 4);
      users[partition]++;
      in[partition] += canary.holds("u:user-" + user) ? 1 : 0;
    }
    for (int partition = 0; partition < 4; partition++) {
      // six standard deviations of a share of some 2,000 users are at most 0.067
      assertThat((double) in[partition] / users[partition])
          .as("partition %d, salt %d", partition, salt)
          .isCloseTo(share, within(0.07));
    }
  }

  @Test
  void anotherSaltChoosesOthers() {
    CanaryShare one = new CanaryShare(0.5, "one");
    CanaryShare other = new CanaryShare(0.5, "other");
    int same = 0;
    for (int user = 0; user < 4_000; user++) {
      same += one.holds("u:" + user) == other.holds("u:" + user) ? 1 : 0;
    }
    assertThat(same / 4_000.0).isCloseTo(0.5, within(0.06));
  }

  @Test
  void aRequestWithoutAKeyIsInNoShare() {
    assertThat(new CanaryShare(1, "salt").holds("")).isFalse();
  }
}
