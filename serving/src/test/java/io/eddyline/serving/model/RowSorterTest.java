package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that are made anew in the memory of earlier ones. */
class RowSorterTest {
  private static int[] rows(OrderedRows order, int count) {
    return order.read(rows -> IntStream.range(0, count).map(rows).toArray());
  }

  private static int[] sorted(float[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(row -> -values[row] + 0.0)
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static float value(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> 0f;
      case 1 -> -0f;
      case 2 -> random.nextInt(-3, 4);
      case 3 -> (float) (random.nextDouble() * 1e-40);
      default -> (float) ((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-20, 20)));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void sortsAsASortWould(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 1 + random.nextInt(seed < 3 ? 3 : 5_000);
    RowSorter sorter = new RowSorter(count);
    OrderedRows one = new OrderedRows(IntStream.range(0, count).toArray());
    OrderedRows other = new OrderedRows(IntStream.range(0, count).toArray());
    for (int round = 0; round < 6; round++) {
      float[] values = new float[count];
      for (int row = 0; row < count; row++) {
        values[row] = value(random);
      }
      OrderedRows order = random.nextBoolean() ? one : other;
      OrderedRows untouched = order == one ? other : one;
      int[] before = rows(untouched, count);
      sorter.begin(row -> values[row]);
      boolean done = false;
      while (!done) {
        done = sorter.step(1 + random.nextInt(2_000), order);
      }
      assertThat(rows(order, count)).as("seed %d round %d", seed, round).isEqualTo(sorted(values));
      assertThat(rows(untouched, count)).as("seed %d", seed).isEqualTo(before);
    }
  }

  @Test
  void whoReadsWhileItIsWrittenReadsOnceMore() {
    int count = 100;
    RowSorter sorter = new RowSorter(count);
    OrderedRows order = new OrderedRows(IntStream.range(0, count).toArray());
    int[] readings = {0};
    int[] read =
        order.read(
            rows -> {
              int first = rows.applyAsInt(0);
              if (readings[0]++ == 0) {
                sort(sorter, order, row -> row % 7);
                sort(sorter, order, row -> row);
              }
              return new int[] {first, rows.applyAsInt(0), rows.applyAsInt(1)};
            });
    assertThat(readings[0]).isEqualTo(2);
    assertThat(read).containsExactly(99, 99, 98);
  }

  @Test
  void whoReadsWhileAnotherOrderIsShownKeepsItsOwn() {
    int count = 100;
    RowSorter sorter = new RowSorter(count);
    OrderedRows order = new OrderedRows(IntStream.range(0, count).toArray());
    int[] readings = {0};
    int[] read =
        order.read(
            rows -> {
              readings[0]++;
              sort(sorter, order, row -> row);
              return new int[] {rows.applyAsInt(0), rows.applyAsInt(1)};
            });
    assertThat(readings[0]).isEqualTo(1);
    assertThat(read).containsExactly(0, 1);
  }

  private static void sort(RowSorter sorter, OrderedRows order, IntUnaryOperator value) {
    sorter.begin(row -> value.applyAsInt(row));
    while (!sorter.step(10, order)) {
      // until it is done
    }
  }
}
