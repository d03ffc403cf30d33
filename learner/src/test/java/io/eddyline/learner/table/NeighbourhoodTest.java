package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NeighbourhoodTest {
  private final int[] others = new int[8];
  private final float[] counts = new float[8];

  @Test
  void readsBothWays() {
    Neighbourhood neighbourhood = neighbourhood();
    neighbourhood.set(5, 0, 7);
    neighbourhood.set(5, 1, 9);
    neighbourhood.setCounts(5, new float[] {3, 4}, 0);
    neighbourhood.set(7, 1, 5);
    neighbourhood.setCounts(7, new float[] {0, 2}, 0);

    assertThat(neighbourhood.read(5, others, counts)).isEqualTo(3);
    assertThat(others).startsWith(7, 9, 7);
    assertThat(counts).startsWith(3, 4, 2);
    assertThat(neighbourhood.read(9, others, counts)).isEqualTo(1);
    assertThat(others).startsWith(5);
    assertThat(counts).startsWith(4);
  }

  @Test
  void replacedNeighbourIsNamedNoMore() {
    Neighbourhood neighbourhood = neighbourhood();
    for (int item = 10; item < 60; item++) {
      neighbourhood.set(item, 0, 3);
    }
    for (int item = 10; item < 60; item += 2) {
      neighbourhood.set(item, 0, 4);
    }
    assertThat(neighbourhood.most(3)).isEqualTo(2 + 25);
    assertThat(neighbourhood.most(4)).isEqualTo(2 + 25);
    int[] naming = new int[60];
    int size = neighbourhood.read(3, naming, new float[60]);
    assertThat(size).isEqualTo(25);
    for (int k = 0; k < size; k++) {
      assertThat(naming[k] % 2).isEqualTo(1);
    }
  }

  @Test
  void anOrdinalGivenToAnotherItemIsNobodysNeighbour() {
    Neighbourhood neighbourhood = neighbourhood();
    neighbourhood.set(5, 0, 7);
    neighbourhood.set(5, 1, 8);
    neighbourhood.set(7, 0, 8);
    neighbourhood.set(8, 1, 7);

    neighbourhood.forget(7);

    assertThat(neighbourhood.read(7, others, counts)).isZero();
    assertThat(neighbourhood.read(5, others, counts)).isEqualTo(1);
    assertThat(others).startsWith(8);
    assertThat(neighbourhood.read(8, others, counts)).isEqualTo(1);
    assertThat(others).startsWith(5);
  }

  @Test
  void withoutSlotsThereIsNothing() {
    Neighbourhood none = new Neighbourhood(0);
    none.ensure(1);
    none.forget(3);
    assertThat(none.most(3)).isZero();
  }

  private static Neighbourhood neighbourhood() {
    Neighbourhood neighbourhood = new Neighbourhood(2);
    neighbourhood.ensure(1);
    return neighbourhood;
  }
}
