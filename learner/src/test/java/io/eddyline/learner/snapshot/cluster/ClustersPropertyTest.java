package io.eddyline.learner.snapshot.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ClustersPropertyTest {
  private static final int DIMENSION = 16;

  @Property(tries = 60)
  void putsEachPointIntoOneSlot(
      @ForAll @IntRange(min = 1, max = 400) int count,
      @ForAll @IntRange(min = 1, max = 40) int slots,
      @ForAll long seed) {
    Points points = new Blobs(count, 3, 0.05, seed);
    int clusters = (count + slots - 1) / slots;
    Clusters made = Clusters.of(points, clusters, slots, null, new Generator(seed));
    BitSet placed = new BitSet();
    for (int cluster = 0; cluster < clusters; cluster++) {
      int size = 0;
      for (int slot = 0; slot < slots; slot++) {
        int member = made.member(cluster, slot);
        if (member != Clusters.EMPTY) {
          assertThat(placed.get(member)).as("point %d twice, seed %d", member, seed).isFalse();
          assertThat(made.position(member)).isEqualTo(cluster * slots + slot);
          placed.set(member);
          size++;
        }
      }
      assertThat(made.size(cluster)).as("seed %d", seed).isEqualTo(size);
    }
    assertThat(placed.cardinality()).as("seed %d", seed).isEqualTo(count);
  }

  @Property(tries = 20)
  void meansAreThoseOfTheMembers(@ForAll long seed) {
    Points points = new Blobs(200, 5, 0.1, seed);
    Clusters made = Clusters.of(points, 12, 20, null, new Generator(seed));
    float[] point = new float[DIMENSION];
    for (int cluster = 0; cluster < made.count(); cluster++) {
      double sum = 0;
      for (int slot = 0; slot < made.slots(); slot++) {
        if (made.member(cluster, slot) != Clusters.EMPTY) {
          points.read(made.member(cluster, slot), point, 0);
          sum += point[3];
        }
      }
      if (made.size(cluster) > 0) {
        assertThat((double) made.means()[cluster * DIMENSION + 3])
            .as("cluster %d, seed %d", cluster, seed)
            .isCloseTo(sum / made.size(cluster), within(1e-5));
      }
    }
  }

  /** Points are 4 apart from their common mean, and 0.04 from their blob's. */
  @Property(tries = 20)
  void findsBlobs(@ForAll long seed) {
    Points points = new Blobs(640, 8, 0.01, seed);
    Clusters cold = Clusters.of(points, 32, 640, null, new Generator(seed));
    Clusters warm = Clusters.of(points, 32, 640, cold.means(), new Generator(seed));
    assertThat(error(points, cold)).as("seed %d", seed).isLessThan(2.5);
    assertThat(error(points, warm)).as("seed %d", seed).isLessThan(error(points, cold) + 0.1);
  }

  @Example
  void refusesMorePointsThanSlots() {
    Points points = new Blobs(21, 2, 0.1, 1);
    assertThatThrownBy(() -> Clusters.of(points, 2, 10, null, new Generator(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("21 points, expected at most 2 clusters of 10");
  }

  private static double error(Points points, Clusters clusters) {
    float[] point = new float[DIMENSION];
    double squares = 0;
    for (int p = 0; p < points.count(); p++) {
      points.read(p, point, 0);
      int at = clusters.position(p) / clusters.slots() * DIMENSION;
      for (int i = 0; i < DIMENSION; i++) {
        double difference = point[i] - clusters.means()[at + i];
        squares += difference * difference;
      }
    }
    return Math.sqrt(squares / points.count());
  }

  /** Points around a few centres with coordinates of about 1. */
  private record Blobs(int count, int blobs, double spread, long seed) implements Points {
    @Override
    public int dimension() {
      return DIMENSION;
    }

    @Override
    public void read(int point, float[] target, int at) {
      Random centre = new Random(31 * seed + point % blobs);
      Random noise = new Random(~seed + point);
      for (int i = 0; i < DIMENSION; i++) {
        target[at + i] = (float) (centre.nextGaussian() + spread * noise.nextGaussian());
      }
    }
  }
}
