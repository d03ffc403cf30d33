package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.overlay.Side;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever is lost, repeated, delayed or aborted: the overlay comes to what the learner has, in
 * whole rows.
 */
class ConvergencePropertyTest {
  private static final int STEPS = 400;

  @Property(tries = 300)
  void usersConvergeAndAreNeverClaimedWhereTheyLack(@ForAll long seed) {
    converges(Side.USER, seed);
  }

  @Property(tries = 300)
  void itemsConverge(@ForAll long seed) {
    converges(Side.ITEM, seed);
  }

  private static void converges(Side side, long seed) {
    SimulatedPartition partition = new SimulatedPartition(side, new SplittableRandom(seed));
    for (int step = 0; step < STEPS; step++) {
      partition.step();
      partition.checkWatermark("seed %d step %d".formatted(seed, step));
      partition.checkLiveRows("seed %d step %d".formatted(seed, step));
    }
    partition.comeToRest();
    assertThat(partition.state()).as("seed %d", seed).isEqualTo(StreamState.LIVE);
    partition.checkAllRows("seed %d at rest".formatted(seed));
  }
}
