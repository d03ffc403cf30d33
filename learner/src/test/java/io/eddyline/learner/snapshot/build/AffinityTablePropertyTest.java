package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The table is what maps and loops make of the same lists. */
class AffinityTablePropertyTest {
  private static final float ALLOWED = 1e-6f;

  /** Lists of random rows, some without row, some counts of no use. */
  private static final class RandomVisits implements AffinityTable.Visits {
    private static final float[] USELESS = {
      0, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };
    private final int[][] previous;
    private final float[][] counts;

    RandomVisits(SplittableRandom random, int items, int longest) {
      previous = new int[items][];
      counts = new float[items][];
      for (int item = 0; item < items; item++) {
        int length = random.nextInt(longest + 1);
        previous[item] = random.ints(length, -1, items).toArray();
        counts[item] = new float[length];
        for (int at = 0; at < length; at++) {
          boolean useless = random.nextInt(10) == 0;
          // few values, so that affinities tie
          counts[item][at] =
              useless ? USELESS[random.nextInt(USELESS.length)] : 1 + random.nextInt(3);
        }
      }
    }

    /** How often an item was visited before another one, by that one's list. */
    float before(int item, int row) {
      float sum = 0;
      for (int at = 0; at < previous[item].length; at++) {
        float count = counts[item][at];
        if (previous[item][at] == row && Float.isFinite(count) && count > 0) {
          sum += count;
        }
      }
      return sum;
    }

    @Override
    public int[] previous(int item) {
      return previous[item];
    }

    @Override
    public float[] counts(int item) {
      return counts[item];
    }
  }

  private record Neighbour(int row, float affinity) {}

  @Property(tries = 300)
  void agreesWithMaps(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int items,
      @ForAll @IntRange(min = 0, max = 12) int longest,
      @ForAll @IntRange(min = 0, max = 9) int columns) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomVisits visits = new RandomVisits(random, items, longest);
    float[] factors = new float[items];
    for (int item = 0; item < items; item++) {
      factors[item] = Scoring.affinityFactor(10 * random.nextInt(3));
    }

    AffinityTable table = AffinityTable.of(visits, factors, columns);

    for (int item = 0; item < items; item++) {
      List<Neighbour> expected = naive(visits, factors, item);
      int[] rows = new int[columns];
      float[] affinities = new float[columns];
      table.copy(item, rows, affinities);
      for (int column = 0; column < columns; column++) {
        boolean filled = column < expected.size();
        String what = "seed %d, item %d, column %d of %s".formatted(seed, item, column, expected);
        assertThat(rows[column]).as(what).isEqualTo(filled ? expected.get(column).row() : 0);
        float affinity = filled ? expected.get(column).affinity() : 0;
        assertThat(Math.abs(affinities[column] - affinity)).as(what).isLessThanOrEqualTo(ALLOWED);
      }
    }
  }

  @Property(tries = 300)
  void countsAreOfTheItemsOwnListAlone(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int items,
      @ForAll @IntRange(min = 0, max = 12) int longest,
      @ForAll @IntRange(min = 0, max = 9) int columns) {
    RandomVisits visits = new RandomVisits(new SplittableRandom(seed), items, longest);
    float[] factors = new float[items];
    Arrays.fill(factors, 1);

    AffinityTable table = AffinityTable.of(visits, factors, columns);

    for (int item = 0; item < items; item++) {
      int[] rows = new int[columns];
      float[] affinities = new float[columns];
      float[] counts = new float[columns];
      table.copy(item, rows, affinities);
      table.copyCounts(item, counts);
      for (int column = 0; column < columns; column++) {
        boolean filled = affinities[column] > 0;
        assertThat(counts[column])
            .as("seed %d, item %d, column %d", seed, item, column)
            .isEqualTo(filled ? visits.before(item, rows[column]) : 0);
      }
    }
  }

  @Test
  void aNeighbourThatOnlyNamesTheItemHasNoCount() {
    AffinityTable table =
        AffinityTable.of(
            visits(new int[][] {{}, {0}, {0}}, new float[][] {{}, {4}, {9}}),
            new float[] {1, 1, 1},
            3);

    assertThat(counts(table, 0)).containsExactly(0, 0, 0);
    assertThat(counts(table, 1)).containsExactly(4, 0, 0);
    assertThat(counts(table, 2)).containsExactly(9, 0, 0);
  }

  private static float[] counts(AffinityTable table, int item) {
    float[] counts = {-1, -1, -1};
    table.copyCounts(item, counts);
    return counts;
  }

  @Test
  void bothDirectionsCount() {
    AffinityTable.Visits visits = visits(new int[][] {{1}, {0}, {}}, new float[][] {{4}, {5}, {}});

    AffinityTable table = AffinityTable.of(visits, new float[] {0.5f, 0.25f, 1}, 2);

    for (int item = 0; item < 2; item++) {
      int[] rows = new int[2];
      float[] affinities = new float[2];
      table.copy(item, rows, affinities);
      assertThat(rows).containsExactly(1 - item, 0);
      assertThat(affinities).containsExactly(3 * 0.125f, 0);
    }
  }

  @Test
  void oneItemBeforeAllOthersKeepsItsBest() {
    int items = 5000;
    AffinityTable.Visits visits =
        new AffinityTable.Visits() {
          @Override
          public int[] previous(int item) {
            return item == 0 ? new int[0] : new int[] {0};
          }

          @Override
          public float[] counts(int item) {
            return new float[] {item};
          }
        };
    float[] factors = new float[items];
    Arrays.fill(factors, 1);

    int[] rows = new int[3];
    AffinityTable.of(visits, factors, 3).copy(0, rows, new float[3]);

    assertThat(rows).containsExactly(items - 1, items - 2, items - 3);
  }

  private static AffinityTable.Visits visits(int[][] previous, float[][] counts) {
    return new AffinityTable.Visits() {
      @Override
      public int[] previous(int item) {
        return previous[item];
      }

      @Override
      public float[] counts(int item) {
        return counts[item];
      }
    };
  }

  private static List<Neighbour> naive(RandomVisits visits, float[] factors, int item) {
    Map<Integer, Float> sums = new HashMap<>();
    for (int other = 0; other < factors.length; other++) {
      for (int at = 0; at < visits.previous[other].length; at++) {
        int row = visits.previous[other][at];
        float count = visits.counts[other][at];
        if (row >= 0 && Float.isFinite(count) && count > 0) {
          if (other == item) {
            sums.merge(row, count, Float::sum);
          }
          if (row == item) {
            sums.merge(other, count, Float::sum);
          }
        }
      }
    }
    return sums.entrySet().stream()
        .map(
            sum ->
                new Neighbour(
                    sum.getKey(),
                    (float) (Math.sqrt(sum.getValue()) * factors[item] * factors[sum.getKey()])))
        .sorted(
            Comparator.comparingDouble((Neighbour neighbour) -> -neighbour.affinity())
                .thenComparingInt(Neighbour::row))
        .toList();
  }
}
